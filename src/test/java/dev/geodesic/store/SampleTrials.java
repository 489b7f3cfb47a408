package dev.geodesic.store;

import dev.geodesic.conf.SampleOptimizers;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Change;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import dev.geodesic.trial.TrialStatus.Completed;
import dev.geodesic.trial.TrialStatus.Diverged;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Results with numbers that a test can calculate. */
public final class SampleTrials {
  public static final String FINGERPRINT = "f00d";
  public static final Sgd SGD = Specs.sgd(0.1);
  public static final NaturalGradient NATURAL_GRADIENT =
      Specs.natural(0.3, 1e-6, 0.25, Fisher.EXACT, Solver.AUTO);

  /** One of every name, with all that it can have. */
  public static final List<OptimizerSpec> FAMILY = SampleOptimizers.all();

  public static final ModelSpec SOFTMAX_REGRESSION =
      Specs.model(List.of(), false, Initialization.GLOROT);
  public static final ModelSpec NETWORK =
      Specs.model(List.of(64, 32), Activation.RELU, true, Initialization.GLOROT);

  private static final int STEPS = 4;
  private static final int EVAL_EVERY = 2;

  private SampleTrials() {}

  /** All four steps taken; the train loss at step s is {@code (seed + 1) / s}. */
  public static TrialResult completed(OptimizerSpec optimizer, int seed) {
    return completed(SOFTMAX_REGRESSION, optimizer, seed);
  }

  public static TrialResult completed(ModelSpec model, OptimizerSpec optimizer, int seed) {
    return result(model, optimizer, seed, new Completed(), curve(optimizer, seed, STEPS));
  }

  /** Gave up at {@code step}, without a curve point there. */
  public static TrialResult diverged(OptimizerSpec optimizer, int seed, int step) {
    return result(
        optimizer, seed, new Diverged(step, Double.NaN), curve(optimizer, seed, step - 1));
  }

  public static TrialResult failed(OptimizerSpec optimizer, int seed, String cause) {
    return result(
        optimizer, seed, new TrialStatus.Unfinished(FailureKind.FAILED_CONFIG, cause), List.of());
  }

  public static double trainLoss(int seed, int step) {
    return (seed + 1.0) / step;
  }

  public static double testLoss(int seed, int step) {
    return (seed + 2.0) / step;
  }

  static TrialResult result(
      OptimizerSpec optimizer, int seed, TrialStatus status, List<CurvePoint> curve) {
    return result(SOFTMAX_REGRESSION, optimizer, seed, status, curve);
  }

  private static TrialResult result(
      ModelSpec model,
      OptimizerSpec optimizer,
      int seed,
      TrialStatus status,
      List<CurvePoint> curve) {
    TrialSpec spec =
        new TrialSpec(
            Specs.data("mnist", new Holdout.TestSet(), 14, 16, BatchOrder.SHUFFLED),
            model,
            optimizer,
            Specs.schedule(STEPS, EVAL_EVERY, 100),
            seed);
    return new TrialResult(
        Trial.of(spec, FINGERPRINT),
        status,
        null,
        curve,
        new TrialResult.Provenance(
            "0123", 2, 0, 1, 2.5, new TrialResult.Place("host-1", null, "a processor", 1L << 30)));
  }

  static List<CurvePoint> curve(OptimizerSpec optimizer, int seed, int steps) {
    return IntStream.rangeClosed(1, steps).mapToObj(step -> point(optimizer, seed, step)).toList();
  }

  private static CurvePoint point(OptimizerSpec optimizer, int seed, int step) {
    @Nullable Measurement holdout =
        step % EVAL_EVERY == 0 ? new Measurement(testLoss(seed, step), 0.5 + seed / 10.0) : null;
    return new CurvePoint(
        step,
        trainLoss(seed, step),
        new Change(0.01 * step, 0.001 * step, 1.0 / step),
        curvature(optimizer, step),
        step % EVAL_EVERY == 0 ? 1e-9 * step : null,
        holdout,
        null,
        0.5 * step);
  }

  private static @Nullable Curvature curvature(OptimizerSpec optimizer, int step) {
    double lambda = 0.25 / step;
    if (optimizer instanceof ConjugateGradient) {
      return new Curvature(SolverPath.CG, null, null, lambda, 10 + step, 1e-7 * step);
    }
    if (!(optimizer instanceof NaturalGradient)) {
      return null;
    }
    return step % 2 == 0
        ? new Curvature(SolverPath.CHOLESKY, step, null, lambda, null, 1e-6)
        : new Curvature(SolverPath.GRAM, step, 2.5, lambda, null, null);
  }
}
