package dev.geodesic.sweep.reproduce;

import dev.geodesic.data.DataSet;
import dev.geodesic.proof.Workload;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.sweep.task.AttemptFailure;
import dev.geodesic.sweep.task.DeviceSurvey;
import dev.geodesic.sweep.task.ExecutorDevices;
import dev.geodesic.sweep.task.Isolation;
import dev.geodesic.sweep.task.PackTraining;
import dev.geodesic.sweep.task.TaskDevice;
import dev.geodesic.train.EndWeights;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/** Trains one pack where a run would train it, and stores nothing. */
public final class Retraining implements Function<Leg, Retraining.Retrained> {
  private static final long serialVersionUID = 1L;
  private static final double NANOSECONDS = 1e9;

  private final PackTraining training;
  private final @Nullable Trial wanted;

  private Retraining(PackTraining training, @Nullable Trial wanted) {
    this.training = training;
    this.wanted = wanted;
  }

  /**
   * A pack that was trained again.
   *
   * @param results one a trial, in the pack's order
   * @param weights of the trial whose weights were asked for, as {@link
   *     dev.geodesic.train.EndWeights} has them; none where it diverged
   */
  public record Retrained(List<TrialResult> results, List<float[]> weights)
      implements Serializable {}

  /**
   * Trains a pack as {@link #train(JavaSparkContext, StoredPack, DataSet, DeviceRequest, String)}
   * does, and leaves its weights where they are.
   */
  public static List<TrialResult> train(
      JavaSparkContext spark, StoredPack stored, DataSet data, DeviceRequest device)
      throws IOException {
    return train(spark, stored, data, device, null).results();
  }

  /**
   * Trains a pack from its beginning to where it ended.
   *
   * @param data that it trains on, wherever they lie now
   * @param device the kind of device to train on
   * @param id of the stored trial whose weights are wanted; absent for none
   * @throws RequestException if the pack cannot be computed, or needs more memory than there is
   * @throws IOException if the machine fails while it trains
   */
  public static Retrained train(
      JavaSparkContext spark,
      StoredPack stored,
      DataSet data,
      DeviceRequest device,
      @Nullable String id)
      throws IOException {
    Pack pack = Pack.of(stored.pack().specs(), data.fingerprint());
    data.check(pack.structure().data());
    // Refuses an unavailable device here in one line, and not by a task that fails.
    ExecutorDevices devices = new ExecutorDevices(device, 1, List.of(Workload.of(pack, data)));
    DeviceSurvey.line(spark, devices, line -> {});
    Leg leg = new Leg(pack, 0, stored.to(), null, List.of());
    spark.setJobDescription("again: " + leg.describe());
    Retraining task =
        new Retraining(
            new PackTraining(
                Map.of(pack.structure().data().dataset(), spark.broadcast(data)), devices),
            id == null ? null : pack.trials().get(stored.ids().indexOf(id)));
    try {
      return spark.parallelize(List.of(leg), 1).map(task).first();
    } catch (Exception e) {
      // Scala declares no exceptions: Spark throws its checked SparkException here.
      throw AttemptFailure.of(e).inWords("Cannot train the pack again", e);
    }
  }

  @Override
  public Retrained call(Leg leg) {
    return training.onDevice(device -> train(leg, device));
  }

  private Retrained train(Leg leg, TaskDevice device) {
    long start = System.nanoTime();
    EndOfPack end = new EndOfPack();
    List<Outcome> outcomes = device.train(leg, end);
    double seconds = (System.nanoTime() - start) / NANOSECONDS;
    return new Retrained(
        device.results(leg, List.of(new Isolation.Trained(leg.pack(), outcomes, 0)), 1, seconds),
        end.weights);
  }

  /** Copies the weights of the wanted trial from the device when its pack ends. */
  private final class EndOfPack implements Monitor {
    private List<float[]> weights = List.of();

    @Override
    public boolean isStopped() {
      return false;
    }

    @Override
    public void stepped(int trials) {}

    @Override
    public void diverged() {}

    @Override
    public void ended(EndWeights all) {
      if (wanted != null) {
        weights = all.of(wanted).orElse(List.of());
      }
    }
  }
}
