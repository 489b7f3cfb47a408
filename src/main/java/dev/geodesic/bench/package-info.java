/** Measures training on this machine, and compares each figure with its bare arithmetic. */
@NullMarked
package dev.geodesic.bench;

import org.jspecify.annotations.NullMarked;
