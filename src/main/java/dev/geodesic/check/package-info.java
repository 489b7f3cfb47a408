/**
 * What every device must do right before anybody trains on it: each primitive of the {@code device}
 * room, and each solver that works through them, held against plain loops in float64.
 */
@NullMarked
package dev.geodesic.check;

import org.jspecify.annotations.NullMarked;
