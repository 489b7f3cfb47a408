package dev.geodesic.sweep.task;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.StoredCheckpoints;
import dev.geodesic.sweep.task.Isolation.Trained;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.Trouble;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * What a task does: trains its packs and commits the trials that ended. It travels to each executor
 * once, as a broadcast.
 */
public final class PackTask implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double NANOSECONDS = 1e9;

  /** The local property that numbers the driver's attempts at a pack, from 1. */
  public static final String ATTEMPT = "geodesic.attempt";

  /** Results directories that this process has written to for trial. */
  private static final Set<URI> REHEARSED = ConcurrentHashMap.newKeySet();

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
    return TaskDevice.use(
        devices,
        task,
        device -> train(packs, device, attempt(task), new TaskMonitor(task, counts)));
  }

  /** Spark may begin a task once more without the driver's asking. */
  private static int attempt(TaskContext task) {
    return Integer.parseInt(task.getLocalProperty(ATTEMPT)) + task.attemptNumber();
  }

  /**
   * What the driver hears of a task while it runs, with the heartbeats of its executor.
   *
   * @param trialSteps summed over its trials, those of earlier runs included
   * @param resumedSteps those of earlier runs
   * @param divergedTrials so far
   */
  public record Counts(
      LongAccumulator trialSteps, LongAccumulator resumedSteps, LongAccumulator divergedTrials)
      implements Serializable {}

  private List<PackReport> train(
      List<Pack> packs, TaskDevice device, int attempt, TaskMonitor monitor) {
    rehearse(device.place());
    long start = System.nanoTime();
    List<TrainedPack> trained = new ArrayList<>();
    try {
      for (Pack pack : packs) {
        trained.add(train(pack, device, attempt, monitor));
      }
    } catch (StoppedException e) {
      commit(trained, device.place());
      throw e;
    }
    commit(trained, device.place());
    trained.forEach(pack -> pack.checkpoints().delete());
    double training = trained.stream().mapToDouble(TrainedPack::seconds).sum();
    double beside = (seconds(start) - training) / packs.size();
    return trained.stream().map(pack -> pack.report(beside)).toList();
  }

  private TrainedPack train(Pack pack, TaskDevice device, int attempt, TaskMonitor monitor) {
    long start = System.nanoTime();
    long resumedBefore = monitor.counts().resumedSteps().sum();
    DataSet data = dataSet(pack);
    String fingerprint = data.fingerprint();
    ResidentData resident = device.resident(pack, data);
    TaskCheckpoints checkpoints =
        new TaskCheckpoints(new StoredCheckpoints(store), fingerprint, checkpointInterval);
    List<Trained> parts =
        Isolation.train(pack, part -> device.train(part, resident, monitor, checkpoints.of(part)));
    double seconds = seconds(start);
    List<TrialResult> results = new ArrayList<>();
    for (Trained trained : parts) {
      Provenance provenance =
          new Provenance(
              pack.id(fingerprint),
              trained.part().trials().size(),
              trained.halvings(),
              attempt,
              seconds,
              device.place(),
              fingerprint);
      trained.outcomes().forEach(outcome -> results.add(result(outcome, provenance)));
    }
    return new TrainedPack(
        pack.id(fingerprint),
        results,
        checkpoints,
        monitor.counts().resumedSteps().sum() - resumedBefore,
        seconds);
  }

  /** Once a process. */
  private void rehearse(Place place) {
    if (REHEARSED.contains(store.root())) {
      return;
    }
    try {
      Uninterrupted.run(store::rehearse);
      REHEARSED.add(store.root());
    } catch (IOException e) {
      throw new PackFailure(Trouble.STORAGE, place, e);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / NANOSECONDS;
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
    } catch (IOException | RuntimeException e) {
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
      counts.resumedSteps().add(steps);
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
