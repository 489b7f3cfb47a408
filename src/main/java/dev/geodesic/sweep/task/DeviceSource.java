package dev.geodesic.sweep.task;

import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.trial.DeviceRequest;
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

  /** Returns how many tasks of a process train at once, and share its device. */
  default int slots() {
    return 1;
  }

  /**
   * Returns the bytes that a pack may take of a device's memory: its share of a card's. Cores share
   * theirs with the whole machine, as it comes.
   *
   * @param resident bytes of data that all packs share
   */
  default long memoryOfSlot(Device device, long resident) {
    return device.kind() == DeviceRequest.CPU
        ? device.memoryBytes()
        : Math.max(0, device.memoryBytes() - resident) / slots();
  }

  /**
   * Called when a device of this process is lost for good, by the task that found it lost and is
   * about to report that to the driver.
   */
  void abandon(DeviceLostException loss);

  /**
   * Called when a device of this process cannot be opened, by the task that is about to report that
   * to the driver: a process that fails within milliseconds would get one pack after the other.
   */
  default void holdBack() {}
}
