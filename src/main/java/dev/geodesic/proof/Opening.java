package dev.geodesic.proof;

import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.opencl.OpenClCards;
import java.io.Serializable;

/** Opens a device in the process that tries it out. */
interface Opening extends Serializable {
  /** Opens the device for the calling thread. */
  Device open();

  /** Returns the opening of an OpenCL device, by its ordinal. */
  static Opening opencl(int ordinal) {
    return () -> DeviceChoice.opencl(OpenClCards.ofThisMachine(), ordinal).open();
  }

  /** Returns the opening of the processor. */
  static Opening processor() {
    return () -> DeviceChoice.processor().open();
  }
}
