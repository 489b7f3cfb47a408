package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.files.Baselines;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.broadcast.Broadcast;

/**
 * Finds the linear baselines that the results of a sweep lack: it takes those that were fitted
 * before, and fits others, while packs train if Spark has a free slot and else after them.
 */
final class Baselining {
  private final SparkApplication spark;
  private final Baselines baselines;
  private final FittedBefore fitted;
  private final TimeBudget budget;
  private final SweepObserver observer;

  /**
   * Creates the search for the results of a sweep.
   *
   * @param store that holds the results
   * @param cache the user's cache directory, where earlier fits are kept
   * @param budget after whose end no baseline is fitted
   * @param observer receives lines about fits and failures
   */
  Baselining(
      SparkApplication spark,
      ResultStore store,
      Path cache,
      TimeBudget budget,
      SweepObserver observer) {
    this.spark = spark;
    this.baselines = new Baselines(store);
    this.fitted = new FittedBefore(cache, LinearBaseline.maker());
    this.budget = budget;
    this.observer = observer;
  }

  /**
   * Begins to find one baseline for each data set, resolution and kind of bias of the sweep.
   * Baselines are for comparison: a run that lacks one says so, and is otherwise unaffected.
   *
   * @param steps that record a failure
   * @param stop that cancels the Spark jobs of the fits
   * @return the baselines found, when the search is complete or the run ends
   */
  CompletableFuture<List<Baseline>> begin(
      SweepSpec sweep, Map<String, Broadcast<DataSet>> data, LastSteps steps, StopSignal stop) {
    return CompletableFuture.supplyAsync(
        () -> {
          stop.mark(spark.context());
          try {
            return found(sweep, data, steps);
          } finally {
            stop.unmark(spark.context());
          }
        });
  }

  private List<Baseline> found(
      SweepSpec sweep, Map<String, Broadcast<DataSet>> data, LastSteps steps) {
    List<Baseline> found = new ArrayList<>();
    List<Boolean> biases = sweep.models().stream().map(ModelSpec::bias).distinct().toList();
    for (DataSpec.Prepared prepared :
        sweep.data().stream().map(spec -> spec.prepared().unscaled()).distinct().toList()) {
      for (boolean bias : biases) {
        String dataset = prepared.dataset();
        Broadcast<DataSet> set = Objects.requireNonNull(data.get(dataset), dataset);
        try {
          String cause = steps.cause("fit MLlib's line", () -> add(found, set, prepared, bias));
          if (!budget.isOver()) {
            tellOf(cause, atSide(prepared.downsample()));
          }
        } catch (InterruptedException e) {
          return found;
        }
      }
    }
    return found;
  }

  private void tellOf(String cause, String where) {
    if (!cause.isEmpty()) {
      observer.say(
          "no line of MLlib's%s: %s; the run is unaffected, and mllib-baseline = false leaves it out"
              .formatted(where, cause));
    }
  }

  /** Waits for the baselines, and writes them to the results. */
  void write(CompletableFuture<List<Baseline>> found, LastSteps steps) throws InterruptedException {
    for (Baseline baseline : found.join()) {
      tellOf(
          steps.cause("keep MLlib's line", () -> baselines.write(baseline)),
          atSide(baseline.downsample()));
    }
  }

  private static String atSide(int downsample) {
    return downsample == DataSpec.AS_IT_IS ? "" : " at side " + downsample;
  }

  private void add(
      List<Baseline> found, Broadcast<DataSet> data, DataSpec.Prepared prepared, boolean bias)
      throws IOException {
    Baseline.Key key =
        new Baseline.Key(
            data.value().fingerprint(),
            prepared.holdout().confName(),
            prepared.validation() == 0 ? null : prepared.validation(),
            prepared.downsample(),
            bias);
    if (baselines.contains(key) || budget.isOver()) {
      return;
    }
    Optional<Baseline> before = fitted.find(key);
    if (before.isPresent()) {
      found.add(before.get().under(prepared.dataset()));
      return;
    }
    Baseline baseline = fit(data, prepared, key);
    fitted.keep(baseline);
    found.add(baseline);
  }

  private Baseline fit(Broadcast<DataSet> data, DataSpec.Prepared prepared, Baseline.Key key) {
    observer.say(
        "fitting MLlib's logistic regression%s, for the line to hold the optimizers against"
            .formatted(atSide(prepared.downsample())));
    long start = System.nanoTime();
    LinearBaseline.Fit fit = new LinearBaseline(spark.sql()).fit(data, prepared, key.bias());
    return new Baseline(
        prepared.dataset(),
        key.holdout(),
        key.validation(),
        key.downsample(),
        key.bias(),
        key.dataFingerprint(),
        fit.trainLoss(),
        fit.testLoss(),
        fit.testAccuracy(),
        fit.iterations(),
        fit.converged(),
        (System.nanoTime() - start) / 1e9);
  }
}
