package dev.geodesic.optim;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Effect;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** The damping λ of each trial, step by step. */
final class Dampings {
  /**
   * Factor on λ after a step that the quadratic model predicted well; after one that it predicted
   * badly, λ is divided by it (Martens and Grosse 2015, section 6.5).
   */
  private static final double SHRINK = 19.0 / 20;

  private static final double PREDICTED_WELL = 0.75;
  private static final double PREDICTED_BADLY = 0.25;

  /** An adapted λ stays within these bounds, which are far from what any step needs. */
  private static final double LEAST = 1e-10;

  private static final double MOST = 1e10;

  private final int steps;
  private List<Damping> trials;

  /** λ of the trials that adapt it. */
  private double[] adapted;

  private Dampings(List<Damping> trials, int steps) {
    this.trials = trials;
    this.steps = steps;
    this.adapted = trials.stream().mapToDouble(Damping::initial).toArray();
  }

  static <T> Dampings of(List<T> trials, Function<T, Damping> damping, int steps) {
    return new Dampings(trials.stream().map(damping).toList(), steps);
  }

  /** λ of each trial at step {@code step}, counted from 1. */
  double[] at(int step) {
    double[] lambda = adapted.clone();
    for (int t = 0; t < lambda.length; t++) {
      if (!adapts(t)) {
        lambda[t] = trials.get(t).at(step, steps);
      }
    }
    return lambda;
  }

  /** Whether any trial adapts λ. */
  boolean learns() {
    return trials.stream().anyMatch(d -> d.schedule() == DampingSchedule.LEVENBERG_MARQUARDT);
  }

  private boolean adapts(int t) {
    return trials.get(t).schedule() == DampingSchedule.LEVENBERG_MARQUARDT;
  }

  /** Adapts λ by the ratio of the change of the batch loss to the change that a model predicted. */
  void learn(QuadraticModel model, double[] factors, Effect effect) {
    for (int t = 0; t < factors.length; t++) {
      if (adapts(t)) {
        double predicted = model.change(t, factors[t], adapted[t], effect.norms().get()[t]);
        adapted[t] = adapted(adapted[t], effect.lossChange().get()[t], predicted);
      }
    }
  }

  /**
   * Returns the λ of the next step. A change or a prediction that is not a number counts as a bad
   * prediction; a step that changes nothing, as on a batch of empty samples, leaves λ as it is.
   */
  private static double adapted(double lambda, double gain, double model) {
    if (gain == 0 && model == 0) {
      return lambda;
    }
    double ratio = model < 0 ? gain / model : Double.NaN;
    if (ratio > PREDICTED_WELL) {
      return Math.max(LEAST, lambda * SHRINK);
    }
    return ratio >= PREDICTED_BADLY ? lambda : Math.min(MOST, lambda / SHRINK);
  }

  void retain(int[] kept) {
    trials = Trials.select(trials, kept);
    double[] rest = new double[kept.length];
    for (int t = 0; t < kept.length; t++) {
      rest[t] = adapted[kept[t]];
    }
    adapted = rest;
  }

  void save(StateWriter out) throws IOException {
    out.writeTrials(adapted);
  }

  void restore(StateReader in) throws IOException {
    adapted = in.readTrialDoubles(adapted.length);
  }
}
