package dev.geodesic.sweep.task;

import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.machine.Machine;
import dev.geodesic.space.Footprint;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.train.Checkpoints;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.RungStates;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** What a task trains with: the device, on the GPU that Spark assigned, and the data sets. */
public final class TaskDevice implements AutoCloseable {
  private final DeviceSource source;
  private final String host;
  private final @Nullable String gpu;
  private final Map<String, Broadcast<DataSet>> dataSets;

  /** Absent where it could not be opened anew, and once this is closed. */
  private @Nullable Device device;

  TaskDevice(
      DeviceSource source,
      String host,
      @Nullable String gpu,
      Map<String, Broadcast<DataSet>> dataSets) {
    this.source = source;
    this.host = host;
    this.gpu = gpu;
    this.dataSets = dataSets;
    this.device = open();
  }

  private Device open() {
    try {
      return source.open(gpu);
    } catch (RuntimeException | Error e) {
      source.holdBack();
      if (e instanceof DeviceLostException loss) {
        source.abandon(loss);
      }
      throw new PackFailure(FailureKind.DEVICE_UNUSABLE, new Place(host, gpu, null, 0), e);
    }
  }

  /** The work of a task on its device. */
  public interface Work<V> {
    V on(TaskDevice device);
  }

  /**
   * Opens the device of the running task, does work on it, and closes it.
   *
   * @param dataSets by the name that the conf uses
   * @throws PackFailure if it fails, of the class of the cause
   * @throws StoppedException if the work does
   */
  static <V> V use(
      DeviceSource source,
      Map<String, Broadcast<DataSet>> dataSets,
      TaskContext task,
      Work<V> work) {
    String host = Machine.hostName();
    String gpu = null;
    try {
      gpu = GpuSlot.bind(task).orElse(null);
      try (TaskDevice device = new TaskDevice(source, host, gpu, dataSets)) {
        return work.on(device);
      }
    } catch (StoppedException | PackFailure e) {
      throw e;
    } catch (DeviceLostException e) {
      ExecutorData.forgetCards();
      source.abandon(e);
      throw new PackFailure(FailureKind.DEVICE_LOST, new Place(host, gpu, null, 0), e);
    } catch (RuntimeException | Error e) {
      throw new PackFailure(Blame.of(e), new Place(host, gpu, null, 0), e);
    }
  }

  /** The place of this device as the results describe it. */
  public Place place() {
    return new Place(host, gpu, device().description(), device().memoryBytes());
  }

  /** Trains a leg from the beginning; see {@link #train(Leg, Monitor, Checkpoints, RungStates)}. */
  public List<Outcome> train(Leg leg, Monitor monitor) {
    return train(leg, monitor, Checkpoints.NONE, RungStates.NONE);
  }

  /**
   * Trains a leg. All packs of this process that need the same data share them.
   *
   * @return one outcome for each trial, in the pack's order
   * @throws OutOfMemoryError if the device has less memory than the pack takes; the device is then
   *     opened anew, so that nothing of the pack is left on it
   */
  List<Outcome> train(Leg leg, Monitor monitor, Checkpoints checkpoints, RungStates states) {
    try {
      ResidentData data = resident(leg.pack());
      requireMemory(leg.pack(), data);
      return PackTrainer.train(leg, data, device(), monitor, checkpoints, states);
    } catch (OutOfMemoryError e) {
      renew();
      throw e;
    }
  }

  private ResidentData resident(Pack pack) {
    String name = pack.structure().data().dataset();
    DataSet data = Objects.requireNonNull(dataSets.get(name), name).value();
    return ExecutorData.get(DataKey.of(pack, data.fingerprint(), device()), data, device());
  }

  /**
   * Returns the results of a leg that has ended, one for each trial.
   *
   * @param parts of its pack, each of which trained together
   * @param attempt at the pack, counted from 1
   * @param seconds that it took
   */
  public List<TrialResult> results(
      Leg leg, List<Isolation.Trained> parts, int attempt, double seconds) {
    List<TrialResult> results = new ArrayList<>();
    for (Isolation.Trained part : parts) {
      Provenance provenance =
          new Provenance(
              leg.pack().id(), part.outcomes().size(), part.halvings(), attempt, seconds, place());
      for (Outcome outcome : part.outcomes()) {
        results.add(
            new TrialResult(
                outcome.trial(), outcome.status(), leg.rung(), outcome.curve(), provenance));
      }
    }
    return results;
  }

  /** Refuses a pack that needs more memory than the device has, before its first step. */
  private void requireMemory(Pack pack, ResidentData data) {
    int features = data.train().samples().columns() - (pack.structure().model().bias() ? 1 : 0);
    Footprint.shortage(pack, features, data.classes(), memory())
        .ifPresent(
            reason -> {
              throw new OutOfMemoryError(reason);
            });
  }

  private long memory() {
    return source.memoryOfSlot(device(), ExecutorData.bytes(device().kind()));
  }

  /**
   * Opens the device anew, which frees memory kept in sizes that smaller packs cannot use.
   *
   * @throws PackFailure if that fails
   */
  void renew() {
    close();
    device = open();
  }

  private Device device() {
    if (device == null) {
      throw new IllegalStateException("device must be open");
    }
    return device;
  }

  @Override
  public void close() {
    Device open = device;
    device = null;
    if (open != null) {
      open.close();
    }
  }
}
