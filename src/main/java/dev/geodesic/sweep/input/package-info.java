/** Data sets that are read through Spark and Hadoop. */
@NullMarked
package dev.geodesic.sweep.input;

import org.jspecify.annotations.NullMarked;
