package dev.geodesic.sweep.task;

import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.space.Pack;
import dev.geodesic.store.Machine;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.StoredCheckpoints;
import dev.geodesic.sweep.task.Isolation.Trained;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
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
 * What a task does: trains its packs and commits the trials that ended. It travels to each executor
 * once, as a broadcast.
 */
public final class PackTask implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double NANOSECONDS = 1e9;
  private static final double GIGA = 1e9;

  /** The local property that numbers the driver's attempts at a pack, from 1. */
  public static final String ATTEMPT = "geodesic.attempt";

  private final Map<String, Broadcast<DataSet>> dataSets;
  private final ResultStore store;
  private final DeviceSource devices;
  private final Duration checkpointInterval;

  /**
   * A task for any pack of a sweep.
   *
   * @param dataSets by the name that the conf uses
   * @param store where packs are committed
   * @param checkpointInterval how much of the training of a pack may be lost
   */
  public PackTask(
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
   * Trains packs, one after the other, and commits them together.
   *
   * @param counts of this task
   * @return one a pack, in their order
   * @throws PackFailure if the attempt fails; nothing is committed then
   * @throws StoppedException if the task was killed; what has ended is committed then
   */
  List<PackReport> run(List<Pack> packs, TaskContext task, Counts counts) {
    String host = Machine.hostName();
    String gpu = null;
    try {
      gpu = GpuSlot.bind(task).orElse(null);
      return train(packs, new TaskPlace(task, host, gpu), new TaskMonitor(task, counts));
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
  public record Counts(LongAccumulator trialSteps, LongAccumulator divergedTrials)
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

  private List<PackReport> train(List<Pack> packs, TaskPlace here, Monitor monitor) {
    long start = System.nanoTime();
    List<TrainedPack> trained = new ArrayList<>();
    try (Device device = devices.open(here.gpu())) {
      try {
        for (Pack pack : packs) {
          trained.add(train(pack, here, device, monitor));
        }
      } catch (StoppedException e) {
        commit(trained, here.on(device));
        throw e;
      }
      commit(trained, here.on(device));
    }
    trained.forEach(pack -> pack.checkpoints().delete());
    double training = trained.stream().mapToDouble(TrainedPack::seconds).sum();
    double beside = (seconds(start) - training) / packs.size();
    return trained.stream().map(pack -> pack.report(beside)).toList();
  }

  private TrainedPack train(Pack pack, TaskPlace here, Device device, Monitor monitor) {
    long start = System.nanoTime();
    DataSet data = dataSet(pack);
    String fingerprint = data.fingerprint();
    ResidentData resident = ExecutorData.get(DataKey.of(pack, fingerprint), data, device);
    TaskCheckpoints checkpoints =
        new TaskCheckpoints(new StoredCheckpoints(store), fingerprint, checkpointInterval);
    List<Trained> parts =
        Isolation.train(
            pack,
            part -> {
              requireMemory(part, resident, device);
              return PackTrainer.train(part, resident, device, monitor, checkpoints.of(part));
            });
    double seconds = seconds(start);
    List<TrialResult> results = new ArrayList<>();
    for (Trained trained : parts) {
      Provenance provenance =
          new Provenance(
              pack.id(fingerprint),
              trained.part().trials().size(),
              trained.halvings(),
              here.attempt(),
              seconds,
              here.on(device),
              fingerprint);
      trained.outcomes().forEach(outcome -> results.add(result(outcome, provenance)));
    }
    return new TrainedPack(pack.id(fingerprint), results, checkpoints, seconds);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / NANOSECONDS;
  }

  /**
   * Found out before the first step, not in the middle of the night.
   *
   * @throws OutOfMemoryError if the device has less than the {@link Footprint} of a pack
   */
  public static void requireMemory(Pack part, ResidentData data, Device device) {
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

  /** What is stored of a trial that has ended. */
  public static TrialResult result(Outcome outcome, Provenance provenance) {
    String fingerprint = provenance.dataFingerprint();
    return new TrialResult(
        outcome.spec().id(fingerprint),
        outcome.spec().configurationId(fingerprint),
        outcome.spec(),
        outcome.status(),
        outcome.curve(),
        provenance);
  }

  private void commit(List<TrainedPack> packs, Place place) {
    List<TrialResult> ended = packs.stream().flatMap(TrainedPack::ended).toList();
    if (ended.isEmpty()) {
      return;
    }
    List<String> ids = packs.stream().flatMap(TrainedPack::trialIds).toList();
    try {
      Uninterrupted.run(() -> store.commit(Pack.idOf(ids), ended));
    } catch (IOException e) {
      throw new PackFailure(Trouble.STORAGE, place, e);
    }
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
