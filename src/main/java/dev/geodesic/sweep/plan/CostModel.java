package dev.geodesic.sweep.plan;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.sweep.task.ModelShape;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Schedule;

/**
 * Predicts what a pack costs, to start the longest first and to tell about how long a sweep takes:
 * a count of floating-point operations, and of what takes the time of some.
 */
final class CostModel {
  /** What a core does of these operations in a second, when nothing is known. */
  static final double NOMINAL_SPEED = 5e10;

  private CostModel() {}

  static double flops(Pack pack, DataSet data) {
    DataSpec spec = pack.structure().data();
    Schedule schedule = pack.structure().schedule();
    ModelShape model =
        ModelShape.of(pack.structure().model(), features(spec, data), data.classes());
    int trials = pack.trials().size();
    StepCost step = new StepCost(model, spec.batchSize(), trials);
    double evaluations = Math.ceil((double) schedule.steps() / schedule.evalEvery());
    double perTrial =
        schedule.steps() * step.gradient() + evaluations * holdout(spec, data) * model.forward();
    return pack.specs().stream()
        .mapToDouble(trial -> perTrial + schedule.steps() * step.direction(trial.optimizer()))
        .sum();
  }

  private static double features(DataSpec spec, DataSet data) {
    return spec.downsample() == DataSpec.AS_IT_IS
        ? data.width()
        : (double) spec.downsample() * spec.downsample();
  }

  private static double holdout(DataSpec spec, DataSet data) {
    return spec.holdout() instanceof Holdout.Fraction held
        ? held.fraction() * data.trainCount()
        : data.testCount();
  }
}
