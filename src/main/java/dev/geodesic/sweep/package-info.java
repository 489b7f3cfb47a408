/** Runs a sweep on Spark. */
@NullMarked
package dev.geodesic.sweep;

import org.jspecify.annotations.NullMarked;
