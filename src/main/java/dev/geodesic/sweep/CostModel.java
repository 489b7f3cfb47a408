package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Solver;

/**
 * Predicts what a pack costs, to start the longest first. A count of floating-point operations:
 * right about which of two packs is longer, not about seconds.
 */
final class CostModel {
  /** A Cholesky factorisation is n³/3 operations, an eigendecomposition about this many n³. */
  private static final double EIGENVALUES = 4;

  private static final double CHOLESKY = 1.0 / 3;

  /** Operations on small matrices run at about this part of the speed of large products. */
  private static final double SMALL_MATRIX_PENALTY = 8;

  private CostModel() {}

  static double flops(Pack pack, DataSet data) {
    DataSpec spec = pack.structure().data();
    Schedule schedule = pack.structure().schedule();
    double features =
        spec.downsample() == DataSpec.AS_IT_IS
            ? data.width()
            : (double) spec.downsample() * spec.downsample();
    double sample = 2 * features * data.classes();
    double evaluations = Math.ceil((double) schedule.steps() / schedule.evalEvery());
    double holdout =
        spec.holdout() instanceof Holdout.Fraction held
            ? held.fraction() * data.trainCount()
            : data.testCount();
    double perTrial =
        schedule.steps() * 2 * spec.batchSize() * sample + evaluations * holdout * sample;
    return pack.trials().stream()
        .mapToDouble(
            trial ->
                perTrial
                    + schedule.steps()
                        * solve(trial.optimizer(), spec.batchSize(), features, data.classes()))
        .sum();
  }

  /** One step's Fisher solve. */
  private static double solve(OptimizerSpec optimizer, int batch, double features, int classes) {
    if (!(optimizer instanceof NaturalGradient natural)) {
      return 0;
    }
    double parameters = features * classes;
    double directions = batch * (classes - 1.0);
    if (natural.solver() == Solver.DENSE
        || (natural.solver() == Solver.AUTO && directions > parameters)) {
      return EIGENVALUES * Math.pow(parameters, 3);
    }
    if (natural.solver() == Solver.CLOSED_FORM) {
      return SMALL_MATRIX_PENALTY * CHOLESKY * Math.pow(batch, 3);
    }
    double factor = natural.reltol() == 0 ? CHOLESKY : EIGENVALUES;
    return SMALL_MATRIX_PENALTY * factor * Math.pow(directions, 3);
  }
}
