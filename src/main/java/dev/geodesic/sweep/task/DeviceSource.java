package dev.geodesic.sweep.task;

import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Opens the devices of tasks. */
public interface DeviceSource extends Serializable {
  /**
   * Opens a device for one task.
   *
   * @param gpu the address of the task's GPU, absent where it has none
   */
  Device open(@Nullable String gpu);

  /**
   * Called when a device of this process is lost for good, by the task that found it lost and is
   * about to report that to the driver.
   */
  void abandon(DeviceLostException loss);
}
