/** The training of one pack, from its trials to their curves. No Spark in it. */
@NullMarked
package dev.geodesic.train;

import org.jspecify.annotations.NullMarked;
