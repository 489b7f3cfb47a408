package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.space.Pack;
import dev.geodesic.store.Machine;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.StoredCheckpoints;
import dev.geodesic.sweep.Isolation.Trained;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus.Unfinished;
import dev.geodesic.trial.Trouble;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * What a task does: trains one pack and commits the trials that ended. It travels to each executor
 * once, as a broadcast.
 */
final class PackTask implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double NANOSECONDS = 1e9;
  private static final double GIGA = 1e9;

  /** The local property that numbers the driver's attempts at a pack, from 1. */
  static final String ATTEMPT = "geodesic.attempt";

  private final Map<String, Broadcast<DataSet>> dataSets;
  private final ResultStore store;
  private final DeviceSource devices;
  private final Duration checkpointInterval;

  /**
   * A task for any pack of a sweep.
   *
   * @param dataSets by the name that the conf uses
   * @param store where the pack is committed
   * @param checkpointInterval how much of the training of a pack may be lost
   */
  PackTask(
      Map<String, Broadcast<DataSet>> dataSets,
      ResultStore store,
      DeviceSource devices,
      Duration checkpointInterval) {
    this.dataSets = Map.copyOf(dataSets);
    this.store = store;
    this.devices = devices;
    this.checkpointInterval = checkpointInterval;
  }

  /**
   * Trains a pack.
   *
   * @param counts of this task
   * @throws PackFailure if the attempt fails
   * @throws StoppedException if the task was killed
   */
  PackReport run(Pack pack, TaskContext task, Counts counts) {
    long start = System.nanoTime();
    String host = Machine.hostName();
    String gpu = null;
    try {
      gpu = GpuSlot.bind(task).orElse(null);
      return train(pack, new TaskPlace(task, host, gpu), counts, start);
    } catch (StoppedException | PackFailure e) {
      throw e;
    } catch (DeviceLostException e) {
      devices.abandon(e);
      throw new PackFailure(Trouble.DEVICE_LOST, new Place(host, gpu, null, 0), e);
    } catch (RuntimeException | OutOfMemoryError e) {
      Trouble trouble =
          e instanceof OutOfMemoryError ? Trouble.OUT_OF_MEMORY : Trouble.FAILED_CONFIG;
      throw new PackFailure(trouble, new Place(host, gpu, null, 0), e);
    }
  }

  /**
   * What the driver hears of a task while it runs, with the heartbeats of its executor.
   *
   * @param trialSteps summed over its trials
   * @param divergedTrials so far
   */
  record Counts(LongAccumulator trialSteps, LongAccumulator divergedTrials)
      implements Serializable {}

  private record TaskPlace(TaskContext task, String host, @Nullable String gpu) {
    /** Spark may begin a task once more without the driver's asking. */
    int attempt() {
      return Integer.parseInt(task.getLocalProperty(ATTEMPT)) + task.attemptNumber();
    }

    Place on(Device device) {
      return new Place(host, gpu, device.description(), device.memoryBytes());
    }
  }

  private PackReport train(Pack pack, TaskPlace here, Counts counts, long start) {
    DataSet data = dataSet(pack);
    String packId = pack.id(data.fingerprint());
    try (Device device = devices.open(here.gpu())) {
      ResidentData resident = ExecutorData.get(DataKey.of(pack, data.fingerprint()), data, device);
      Monitor monitor = new TaskMonitor(here.task(), counts);
      TaskCheckpoints checkpoints =
          new TaskCheckpoints(new StoredCheckpoints(store), data.fingerprint(), checkpointInterval);
      List<Trained> parts =
          Isolation.train(
              pack,
              part -> {
                requireMemory(part, resident, device);
                return PackTrainer.train(part, resident, device, monitor, checkpoints.of(part));
              });
      double seconds = (System.nanoTime() - start) / NANOSECONDS;
      List<TrialResult> results = new ArrayList<>();
      for (Trained trained : parts) {
        Provenance provenance =
            new Provenance(
                packId,
                trained.part().trials().size(),
                trained.halvings(),
                here.attempt(),
                seconds,
                here.on(device),
                data.fingerprint());
        trained.outcomes().forEach(outcome -> results.add(result(outcome, provenance)));
      }
      commit(packId, results, here.on(device));
      checkpoints.delete();
      return report(packId, results, (System.nanoTime() - start) / NANOSECONDS);
    }
  }

  /** Found out before the first step, not in the middle of the night. */
  static void requireMemory(Pack part, ResidentData data, Device device) {
    double bytes = Footprint.bytes(part, data.train().columns(), data.classes());
    if (bytes > device.memoryBytes()) {
      throw new OutOfMemoryError(
          "%d trials need at least %.1f GB of the device's memory, got: %.1f GB"
              .formatted(part.trials().size(), bytes / GIGA, device.memoryBytes() / GIGA));
    }
  }

  private DataSet dataSet(Pack pack) {
    String dataset = pack.structure().data().dataset();
    return Objects.requireNonNull(dataSets.get(dataset), dataset).value();
  }

  static TrialResult result(Outcome outcome, Provenance provenance) {
    String fingerprint = provenance.dataFingerprint();
    return new TrialResult(
        outcome.spec().id(fingerprint),
        outcome.spec().configurationId(fingerprint),
        outcome.spec(),
        outcome.status(),
        outcome.curve(),
        provenance);
  }

  private void commit(String packId, List<TrialResult> results, Place place) {
    List<TrialResult> ended = results.stream().filter(result -> !isUnfinished(result)).toList();
    if (ended.isEmpty()) {
      return;
    }
    try {
      store.commit(packId, ended);
    } catch (IOException e) {
      throw new PackFailure(Trouble.STORAGE, place, e);
    }
  }

  private static boolean isUnfinished(TrialResult result) {
    return result.status() instanceof Unfinished;
  }

  private static PackReport report(String packId, List<TrialResult> results, double seconds) {
    return new PackReport(
        packId,
        results.stream().map(TrialEnd::of).toList(),
        results.stream().filter(PackTask::isUnfinished).toList(),
        results.stream().mapToLong(TrialResult::steps).sum(),
        seconds);
  }

  /** Stops a pack whose task was killed, and counts for the progress line. */
  private record TaskMonitor(TaskContext context, Counts counts) implements Monitor {
    @Override
    public boolean isStopped() {
      return context.isInterrupted();
    }

    @Override
    public void resumed(long steps, int diverged) {
      counts.trialSteps().add(steps);
      counts.divergedTrials().add(diverged);
    }

    @Override
    public void stepped(int trials) {
      counts.trialSteps().add(trials);
    }

    @Override
    public void diverged() {
      counts.divergedTrials().add(1);
    }
  }
}
