/**
 * A device by ND4J's own operations, on whatever back end ND4J has: what is written for its CUDA
 * back end runs, and is tested, on the processor as well.
 */
@NullMarked
package dev.geodesic.device.nd4j;

import org.jspecify.annotations.NullMarked;
