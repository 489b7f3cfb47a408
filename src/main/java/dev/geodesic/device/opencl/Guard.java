package dev.geodesic.device.opencl;

import dev.geodesic.device.DeviceLostException;
import dev.geodesic.device.opencl.Status.Call;
import java.util.function.BooleanSupplier;

/**
 * Checks what the calls of one queue return. A lack of memory is believed only while the device
 * still works: a driver can name the same error where a kernel has faulted.
 *
 * @param works tries whether the device still does what it is told
 * @param abandon called when it does not: nothing is to use its context any more
 */
record Guard(BooleanSupplier works, Runnable abandon) {
  /**
   * Checks a status.
   *
   * @throws OutOfMemoryError if memory did not suffice
   * @throws DeviceLostException if the device is lost
   * @throws IllegalStateException if the call was wrong
   */
  void check(Call call, int status, String name) {
    switch (Status.meaning(call, status)) {
      case SUCCESS -> {}
      case MEMORY -> {
        if (works.getAsBoolean()) {
          throw Status.memory(status, name);
        }
        throw lost(status, name);
      }
      case LOST -> throw lost(status, name);
      case WRONG -> throw Status.wrong(status, name);
    }
  }

  private DeviceLostException lost(int status, String name) {
    abandon.run();
    return Status.lost(status, name);
  }
}
