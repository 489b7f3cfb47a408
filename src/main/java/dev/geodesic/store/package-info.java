/** Reads the results of sweeps: as SQL views, in one pass without Spark, or trial by trial. */
@NullMarked
package dev.geodesic.store;

import org.jspecify.annotations.NullMarked;
