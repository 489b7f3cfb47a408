package dev.geodesic.optim;

import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Sgd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The update rule of a pack: one rule, and for each trial its own hyperparameters. */
public interface Optimizer {
  /** The step to subtract from the weights, learning rates included. */
  Step step(ForwardPass pass);

  /** Goes on with the trials at these positions alone. */
  void retain(int[] kept);

  /**
   * The optimizer of trials that share its structure.
   *
   * @param trials at least one, all of one kind
   */
  static Optimizer of(List<OptimizerSpec> trials) {
    OptimizerSpec first = trials.get(0);
    if (first instanceof Sgd) {
      return new GradientDescent(cast(trials, Sgd.class));
    }
    if (first instanceof NaturalGradient) {
      return new NaturalGradientDescent(cast(trials, NaturalGradient.class));
    }
    throw new IllegalArgumentException("optimizer must have an update rule, got: " + first);
  }

  private static <T> List<T> cast(List<OptimizerSpec> trials, Class<T> type) {
    return trials.stream().map(type::cast).toList();
  }

  /**
   * A step.
   *
   * @param direction what to subtract from the weights
   * @param curvature what a Fisher solver found, one entry a trial; absent for first-order rules
   */
  record Step(Direction direction, @Nullable List<Curvature> curvature) {}
}
