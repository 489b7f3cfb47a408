/**
 * Proves devices: whether they compute right, and train faster than the processor. What a driver
 * may not survive happens in a process of its own.
 */
@NullMarked
package dev.geodesic.proof;

import org.jspecify.annotations.NullMarked;
