package dev.geodesic.report;

import dev.geodesic.store.SweepScan;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.ContentHash;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Change;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Stores with losses that a test chooses. */
final class StoredSweeps {
  static final ModelSpec SOFTMAX_REGRESSION = Specs.model(List.of(), false, Initialization.GLOROT);

  private static final String FINGERPRINT = "f00d";

  /** Of what lay under the same name another day. */
  static final String OTHER_FINGERPRINT = "0123456789abcdef";

  private StoredSweeps() {}

  static ResultStore store(Path directory, TrialResult... trials) throws IOException {
    ResultStore store = new ResultStore(directory.toUri(), new Configuration());
    store.prepare();
    store.commit("pack", List.of(trials));
    return store;
  }

  /** Registers every view of some sweeps, as a query does. */
  static void register(SparkSession spark, List<URI> results) throws IOException {
    List<Row> trials = new ArrayList<>();
    for (SweepScan sweep : Views.register(spark, results)) {
      trials.addAll(sweep.trials());
    }
    Configurations.register(spark, trials);
  }

  /** All {@code steps} taken, and {@code testLoss} at the end. */
  static TrialResult completed(
      OptimizerSpec optimizer, int side, int seed, int steps, double testLoss) {
    return completed(optimizer, side, seed, steps, testLoss, step -> 1.0 / step);
  }

  /** Three steps of another model, at side 14. */
  static TrialResult completed(
      ModelSpec model, OptimizerSpec optimizer, int seed, double testLoss) {
    List<CurvePoint> curve =
        List.of(point(1, 1, Double.NaN), point(2, 0.5, Double.NaN), point(3, 0.25, testLoss));
    return result(model, optimizer, 14, seed, 3, new TrialStatus.Completed(), curve);
  }

  static TrialResult completed(
      OptimizerSpec optimizer,
      int side,
      int seed,
      int steps,
      double testLoss,
      IntToDoubleFunction trainLoss) {
    List<CurvePoint> curve =
        IntStream.rangeClosed(1, steps)
            .mapToObj(
                step ->
                    point(
                        step, trainLoss.applyAsDouble(step), step == steps ? testLoss : Double.NaN))
            .toList();
    return result(optimizer, side, seed, steps, new TrialStatus.Completed(), curve);
  }

  /** Ended at step {@code end}, which left no point. */
  static TrialResult diverged(
      OptimizerSpec optimizer,
      int side,
      int seed,
      int steps,
      int end,
      IntToDoubleFunction trainLoss) {
    List<CurvePoint> curve =
        IntStream.range(1, end)
            .mapToObj(step -> point(step, trainLoss.applyAsDouble(step), Double.NaN))
            .toList();
    return result(optimizer, side, seed, steps, new TrialStatus.Diverged(end, 1e9), curve);
  }

  /** A holdout loss after every step, each of which took these seconds. */
  static TrialResult measured(
      OptimizerSpec optimizer, int side, int seed, double seconds, double... testLosses) {
    List<CurvePoint> curve =
        IntStream.rangeClosed(1, testLosses.length)
            .mapToObj(
                step ->
                    new CurvePoint(
                        step,
                        1.0 / step,
                        new Change(0.1, 0.1, 1),
                        null,
                        null,
                        new Measurement(testLosses[step - 1], 1 - testLosses[step - 1]),
                        null,
                        seconds * step))
            .toList();
    return result(optimizer, side, seed, testLosses.length, new TrialStatus.Completed(), curve);
  }

  /** Left points at these steps alone, with a holdout loss of 1/step. */
  static TrialResult thinned(OptimizerSpec optimizer, int... steps) {
    List<CurvePoint> curve =
        IntStream.of(steps).mapToObj(step -> point(step, 0.5, 1.0 / step)).toList();
    return result(optimizer, 14, 0, steps[steps.length - 1], new TrialStatus.Completed(), curve);
  }

  static TrialResult failed(OptimizerSpec optimizer, int side, int seed, int steps, String cause) {
    return result(
        optimizer,
        side,
        seed,
        steps,
        new TrialStatus.Unfinished(FailureKind.FAILED_CONFIG, cause),
        List.of());
  }

  private static CurvePoint point(int step, double trainLoss, double testLoss) {
    Measurement measured = Double.isNaN(testLoss) ? null : new Measurement(testLoss, 0.75);
    return new CurvePoint(
        step, trainLoss, new Change(0.1, 0.1, 1), null, null, measured, null, step);
  }

  private static TrialResult result(
      OptimizerSpec optimizer,
      int side,
      int seed,
      int steps,
      TrialStatus status,
      List<CurvePoint> curve) {
    return result(SOFTMAX_REGRESSION, optimizer, side, seed, steps, status, curve);
  }

  private static TrialResult result(
      ModelSpec model,
      OptimizerSpec optimizer,
      int side,
      int seed,
      int steps,
      TrialStatus status,
      List<CurvePoint> curve) {
    TrialSpec spec =
        new TrialSpec(
            Specs.data("mnist", new Holdout.TestSet(), side, 16, BatchOrder.SHUFFLED),
            model,
            optimizer,
            Specs.schedule(steps, steps, 100),
            seed);
    return new TrialResult(
        Trial.of(spec, FINGERPRINT),
        status,
        null,
        curve,
        new TrialResult.Provenance(
            "0123", 1, 0, 1, 2.5, new TrialResult.Place("host-1", null, "a processor", 1L << 30)));
  }

  /** The same trial, on other data of the same name. */
  static TrialResult onOtherData(TrialResult trial) {
    return new TrialResult(
        Trial.of(trial.trial().spec(), OTHER_FINGERPRINT),
        trial.status(),
        trial.rung(),
        trial.curve(),
        trial.provenance());
  }

  /** The same trial, as an earlier version of the trainer would have stored it. */
  static TrialResult byTheLastTrainer(TrialResult trial) {
    return new TrialResult(
        new Trial(
            idOfLastTrainer(trial.trial().spec().parameters()),
            idOfLastTrainer(withoutSeed(trial.trial().spec().parameters())),
            trial.trial().dataFingerprint(),
            trial.trial().spec(),
            false),
        trial.status(),
        trial.rung(),
        trial.curve(),
        trial.provenance());
  }

  private static SortedMap<String, Object> withoutSeed(SortedMap<String, Object> parameters) {
    parameters.remove("seed");
    return parameters;
  }

  /** Written out once more: what lies in files does not change with the code. */
  private static String idOfLastTrainer(SortedMap<String, Object> parameters) {
    parameters.remove("dataset");
    StringBuilder text = new StringBuilder();
    parameters.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    text.append("data=" + FINGERPRINT + "\ntrainer=")
        .append(TrialSpec.TRAINER_VERSION - 1)
        .append('\n');
    return ContentHash.of(text.toString()).substring(0, 20);
  }
}
