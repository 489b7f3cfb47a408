package dev.geodesic.sweep.task;

import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.StoredCheckpoints;
import dev.geodesic.store.files.StoredRungs;
import dev.geodesic.sweep.task.Isolation.Trained;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;

/**
 * The work of a task: it trains its packs and commits the trials that ended. It is sent to each
 * executor once, as a broadcast.
 */
public final class PackTask implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double NANOSECONDS = 1e9;

  /** The local property that numbers the driver's attempts at a pack, from 1. */
  public static final String ATTEMPT = "geodesic.attempt";

  /** Results directories to which this process has made a test write. */
  private static final Set<URI> REHEARSED = ConcurrentHashMap.newKeySet();

  private final PackTraining training;
  private final ResultStore store;
  private final Duration checkpointInterval;

  /**
   * Creates the task for any packs of a sweep.
   *
   * @param training how packs train: data sets and devices
   * @param store where packs are committed
   * @param checkpointInterval how much training of a pack may be lost with its executor
   */
  public PackTask(PackTraining training, ResultStore store, Duration checkpointInterval) {
    this.training = training;
    this.store = store;
    this.checkpointInterval = checkpointInterval;
  }

  /**
   * Trains packs, one after the other, and commits them together.
   *
   * @param counts of this task
   * @return one report for each pack, in their order
   * @throws PackFailure if the attempt fails; nothing is committed then
   * @throws StoppedException if the task was killed; what has ended is committed then
   */
  List<PackReport> run(List<Leg> legs, TaskContext task, Counts counts) {
    return training.onDevice(
        device -> train(legs, device, attempt(task), new TaskMonitor(task, counts)));
  }

  /** Adds Spark's own attempts to the driver's: Spark may repeat a task by itself. */
  private static int attempt(TaskContext task) {
    return Integer.parseInt(task.getLocalProperty(ATTEMPT)) + task.attemptNumber();
  }

  /**
   * Counters of running tasks, which reach the driver with the heartbeats of executors.
   *
   * @param trialSteps summed over its trials, those of earlier runs included
   * @param resumedSteps those of earlier runs
   * @param divergedTrials so far
   */
  public record Counts(
      LongAccumulator trialSteps, LongAccumulator resumedSteps, LongAccumulator divergedTrials)
      implements Serializable {}

  private List<PackReport> train(
      List<Leg> legs, TaskDevice device, int attempt, TaskMonitor monitor) {
    rehearse(device.place());
    long start = System.nanoTime();
    List<TrainedPack> trained = new ArrayList<>();
    try {
      for (Leg leg : legs) {
        trained.add(train(leg, device, attempt, monitor));
      }
    } catch (StoppedException e) {
      commit(trained, device.place());
      throw e;
    }
    commit(trained, device.place());
    trained.forEach(pack -> pack.checkpoints().delete());
    double training = trained.stream().mapToDouble(TrainedPack::seconds).sum();
    double beside = (seconds(start) - training) / legs.size();
    return trained.stream().map(pack -> pack.report(beside)).toList();
  }

  private TrainedPack train(Leg leg, TaskDevice device, int attempt, TaskMonitor monitor) {
    long start = System.nanoTime();
    long resumedBefore = monitor.counts().resumedSteps().sum();
    TaskCheckpoints checkpoints =
        new TaskCheckpoints(new StoredCheckpoints(store), checkpointInterval);
    List<Trained> parts =
        Isolation.train(
            leg.pack(),
            (part, halvings) ->
                device.train(
                    leg.of(part),
                    monitor,
                    checkpoints.of(leg.of(part)),
                    new TaskRungs(
                        new StoredRungs(store),
                        device.place(),
                        () ->
                            new Provenance(
                                leg.pack().id(),
                                part.trials().size(),
                                halvings,
                                attempt,
                                seconds(start),
                                device.place()))));
    double seconds = seconds(start);
    return new TrainedPack(
        leg,
        parts,
        device.results(leg, parts, attempt, seconds),
        checkpoints,
        monitor.counts().resumedSteps().sum() - resumedBefore,
        seconds);
  }

  /** Makes a test write to the results directory, once in each process. */
  private void rehearse(Place place) {
    if (REHEARSED.contains(store.root())) {
      return;
    }
    try {
      Uninterrupted.run(store::rehearse);
      REHEARSED.add(store.root());
    } catch (IOException e) {
      throw new PackFailure(FailureKind.STORAGE, place, e);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / NANOSECONDS;
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
      throw new PackFailure(FailureKind.STORAGE, place, e);
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
