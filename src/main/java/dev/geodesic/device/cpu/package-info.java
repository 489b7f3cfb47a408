/**
 * The processor as a device: weights and samples in ND4J's native memory, matrix products and
 * factorisations by OpenBLAS on their pointers, everything of the size of a batch in fused Java
 * loops that the JIT compiler vectorises.
 */
@NullMarked
package dev.geodesic.device.cpu;

import org.jspecify.annotations.NullMarked;
