package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.Baseline;
import dev.geodesic.store.Baselines;
import dev.geodesic.store.ResultStore;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** Computes and stores the linear baselines of a sweep that are not there yet. */
final class Baselining {
  private final LinearBaseline linear;
  private final Baselines baselines;
  private final SweepObserver observer;
  private final LastSteps last;

  /**
   * For the results of a sweep.
   *
   * @param last what it is one of
   */
  Baselining(SparkSession spark, ResultStore store, SweepObserver observer, LastSteps last) {
    this.linear = new LinearBaseline(spark);
    this.baselines = new Baselines(store);
    this.observer = observer;
    this.last = last;
  }

  /**
   * One baseline for each data set, resolution and kind of bias of the sweep. They are for
   * comparison: a run that lacks one is told so, and none the worse.
   */
  void run(SweepSpec sweep, Map<String, Broadcast<DataSet>> data) throws InterruptedException {
    List<Boolean> biases = sweep.model().stream().map(ModelSpec::bias).distinct().toList();
    for (DataSpec.Prepared prepared :
        sweep.data().stream().map(DataSpec::prepared).distinct().toList()) {
      for (boolean bias : biases) {
        String dataset = prepared.dataset();
        Broadcast<DataSet> set = Objects.requireNonNull(data.get(dataset), dataset);
        String cause = last.cause("fit MLlib's line", () -> compute(set, prepared, bias));
        if (!cause.isEmpty()) {
          observer.say(
              "no line of MLlib's%s: %s; the run is none the worse for it, and mllib-baseline = false leaves it out"
                  .formatted(atSide(prepared), cause));
        }
      }
    }
  }

  private static String atSide(DataSpec.Prepared prepared) {
    return prepared.downsample() == DataSpec.AS_IT_IS ? "" : " at side " + prepared.downsample();
  }

  private void compute(Broadcast<DataSet> data, DataSpec.Prepared prepared, boolean bias)
      throws IOException {
    Baseline.Key key =
        new Baseline.Key(
            data.value().fingerprint(), prepared.holdout().confName(), prepared.downsample(), bias);
    if (baselines.contains(key)) {
      return;
    }
    observer.say(
        "fitting MLlib's logistic regression%s, for the line to hold the optimizers against"
            .formatted(atSide(prepared)));
    long start = System.nanoTime();
    LinearBaseline.Fit fit = linear.fit(data, prepared, bias);
    baselines.write(
        new Baseline(
            prepared.dataset(),
            key.holdout(),
            key.downsample(),
            bias,
            key.dataFingerprint(),
            fit.trainLoss(),
            fit.testLoss(),
            fit.testAccuracy(),
            fit.iterations(),
            (System.nanoTime() - start) / 1e9));
  }
}
