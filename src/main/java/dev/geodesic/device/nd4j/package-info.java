/**
 * A device that computes by ND4J's operations, on any back end of ND4J: code for the CUDA back end
 * also runs, and is tested, on the processor.
 */
@NullMarked
package dev.geodesic.device.nd4j;

import org.jspecify.annotations.NullMarked;
