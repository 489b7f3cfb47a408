/**
 * A device that does the whole step of a whole pack by OpenCL: on graphics cards of any vendor, and
 * on processors that have an OpenCL driver, where every build runs its kernels.
 */
@NullMarked
package dev.geodesic.device.opencl;

import org.jspecify.annotations.NullMarked;
