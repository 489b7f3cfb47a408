package dev.geodesic.sweep.reproduce;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.sweep.task.AttemptFailure;
import dev.geodesic.sweep.task.DeviceSurvey;
import dev.geodesic.sweep.task.ExecutorDevices;
import dev.geodesic.sweep.task.Isolation;
import dev.geodesic.sweep.task.PackTraining;
import dev.geodesic.sweep.task.TaskDevice;
import dev.geodesic.train.Outcome;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Trains one pack where a run would train it, and stores nothing. */
public final class Retraining implements Function<Leg, List<TrialResult>> {
  private static final long serialVersionUID = 1L;
  private static final double NANOSECONDS = 1e9;

  private final PackTraining training;

  private Retraining(PackTraining training) {
    this.training = training;
  }

  /**
   * Trains a pack from its beginning to where it ended.
   *
   * @param data that it trains on, wherever they lie now
   * @param device the kind of device to train on
   * @return one result a trial, in the pack's order
   * @throws RequestException if the pack cannot be computed, or needs more memory than there is
   * @throws IOException if the machine fails while it trains
   */
  public static List<TrialResult> train(
      JavaSparkContext spark, StoredPack stored, DataSet data, DeviceRequest device)
      throws IOException {
    Pack pack = Pack.of(stored.pack().specs(), data.fingerprint());
    data.check(pack.structure().data());
    // Refuses an unavailable device here in one line, and not by a task that fails.
    DeviceSurvey.line(spark, device);
    Leg leg = new Leg(pack, 0, stored.to(), null, List.of());
    spark.setJobDescription("again: " + leg.describe());
    Retraining task =
        new Retraining(
            new PackTraining(
                Map.of(pack.structure().data().dataset(), spark.broadcast(data)),
                new ExecutorDevices(device)));
    try {
      return spark.parallelize(List.of(leg), 1).map(task).first();
    } catch (Exception e) {
      // Scala declares no exceptions: Spark throws its checked SparkException here.
      throw AttemptFailure.of(e).inWords("Cannot train the pack again", e);
    }
  }

  @Override
  public List<TrialResult> call(Leg leg) {
    return training.onDevice(device -> train(leg, device));
  }

  private static List<TrialResult> train(Leg leg, TaskDevice device) {
    long start = System.nanoTime();
    List<Outcome> outcomes = device.train(leg);
    double seconds = (System.nanoTime() - start) / NANOSECONDS;
    return device.results(leg, List.of(new Isolation.Trained(leg.pack(), outcomes, 0)), 1, seconds);
  }
}
