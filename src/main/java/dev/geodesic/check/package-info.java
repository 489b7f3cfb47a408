/**
 * The checks that every device must pass before anything trains on it: each primitive of the
 * package {@code device}, and each solver that uses them, is compared with plain loops in float64.
 */
@NullMarked
package dev.geodesic.check;

import org.jspecify.annotations.NullMarked;
