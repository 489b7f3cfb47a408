package dev.geodesic.sweep.reproduce;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.sweep.task.AttemptFailure;
import dev.geodesic.sweep.task.DeviceSource;
import dev.geodesic.sweep.task.DeviceSurvey;
import dev.geodesic.sweep.task.ExecutorDevices;
import dev.geodesic.sweep.task.PackTask;
import dev.geodesic.sweep.task.TaskDevice;
import dev.geodesic.train.Outcome;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Trains one pack where a run would, and stores nothing. */
public final class Retraining implements Function<Pack, List<TrialResult>> {
  private static final long serialVersionUID = 1L;
  private static final double NANOSECONDS = 1e9;

  private final Broadcast<DataSet> data;
  private final DeviceSource devices;

  private Retraining(Broadcast<DataSet> data, DeviceSource devices) {
    this.data = data;
    this.devices = devices;
  }

  /**
   * Trains a pack from its beginning to its end.
   *
   * @param data that it trains on, wherever it lies now
   * @param device what trains it
   * @return one result a trial, in the pack's order
   * @throws RequestException if it cannot be computed, or not with the memory that is there
   * @throws IOException if the machine fails under it
   */
  public static List<TrialResult> train(
      JavaSparkContext spark, StoredPack stored, DataSet data, DeviceRequest device)
      throws IOException {
    Pack pack = stored.pack();
    data.check(pack.structure().data());
    // Refused here in one line, where it cannot be had, and not by a task that fails.
    DeviceSurvey.line(spark, device);
    spark.setJobDescription("again: " + pack.describe());
    Retraining task = new Retraining(spark.broadcast(data), new ExecutorDevices(device));
    try {
      return spark.parallelize(List.of(pack), 1).map(task).first();
    } catch (Exception e) {
      // Scala declares no exceptions: Spark throws its checked SparkException here.
      throw AttemptFailure.of(e).inWords("Cannot train the pack again", e);
    }
  }

  @Override
  public List<TrialResult> call(Pack pack) {
    return TaskDevice.use(devices, TaskContext.get(), device -> train(pack, device));
  }

  private List<TrialResult> train(Pack pack, TaskDevice device) {
    long start = System.nanoTime();
    String fingerprint = data.value().fingerprint();
    List<Outcome> outcomes = device.train(pack, device.resident(pack, data.value()));
    Provenance provenance =
        new Provenance(
            pack.id(fingerprint),
            pack.trials().size(),
            0,
            1,
            (System.nanoTime() - start) / NANOSECONDS,
            device.place(),
            fingerprint);
    // A list that Java can serialize.
    return new ArrayList<>(
        outcomes.stream().map(outcome -> PackTask.result(outcome, provenance)).toList());
  }
}
