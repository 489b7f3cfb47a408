package dev.geodesic.sweep.task;

import dev.geodesic.data.DataSet;
import java.io.Serializable;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;

/** How tasks train packs: with which data sets, and on what kind of device. */
public final class PackTraining implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, Broadcast<DataSet>> dataSets;
  private final DeviceSource devices;

  /**
   * Creates a way to train packs.
   *
   * @param dataSets by the name that the conf uses
   * @param devices opens the device of a task
   */
  public PackTraining(Map<String, Broadcast<DataSet>> dataSets, DeviceSource devices) {
    this.dataSets = Map.copyOf(dataSets);
    this.devices = devices;
  }

  /**
   * Opens the device of the running task, does work on it, and closes it.
   *
   * @throws PackFailure if it fails, of the class of the cause
   * @throws dev.geodesic.train.StoppedException if the work does
   */
  public <V> V onDevice(TaskDevice.Work<V> work) {
    return TaskDevice.use(devices, dataSets, TaskContext.get(), work);
  }
}
