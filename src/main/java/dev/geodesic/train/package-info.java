/** The training of one pack, from its trials to their curves, independent of Spark. */
@NullMarked
package dev.geodesic.train;

import org.jspecify.annotations.NullMarked;
