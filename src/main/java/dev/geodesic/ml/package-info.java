/** A spark.ml estimator: the thin layer of Spark over {@code dev.geodesic.newton}. */
@NullMarked
package dev.geodesic.ml;

import org.jspecify.annotations.NullMarked;
