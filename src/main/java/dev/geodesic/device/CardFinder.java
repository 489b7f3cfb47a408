package dev.geodesic.device;

import dev.geodesic.device.opencl.OpenClCards;

/**
 * Finds the OpenCL devices of this machine, out of the way of a driver that may end or stop the
 * process that it is in.
 */
public interface CardFinder {
  /** Returns the devices, or why there are none. */
  OpenClCards cards();
}
