package dev.geodesic.sweep.plan;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Geometry;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Schedule;

/**
 * Predicts the cost of a pack, to start the longest first and to estimate how long a sweep takes:
 * the number of floating-point operations, and of operations that would take as long as other work.
 */
final class CostModel {
  /** Operations a second of a core whose speed is not known. */
  static final double NOMINAL_SPEED = 5e10;

  /** Fixed cost of a pack's step, and the cost of gathering an element of the batch. */
  private static final double STEP = 1.5e6;

  private static final double GATHERED = 100;

  /** Cost of an operation on scattered weights, which wait for the memory. */
  private static final double SCATTERED = 60;

  /** Fixed cost of a trial in a step. */
  private static final double TRIAL = 1e5;

  private CostModel() {}

  /** The cost of a pack's steps after {@code from} up to {@code to}. */
  static double flops(Pack pack, int from, int to, DataSet data) {
    DataSpec spec = pack.structure().data();
    Schedule schedule = pack.structure().schedule();
    int steps = to - from;
    Geometry geometry =
        new Geometry(
            pack.structure().model().layers(features(spec, data), data.classes()),
            spec.batchSize(),
            pack.trials().size(),
            density(spec, data));
    double evaluations =
        Math.ceil((double) to / schedule.evalEvery())
            - Math.ceil((double) from / schedule.evalEvery());
    double evaluation = measured(spec, data) * 2 * geometry.weightsMet() * factor(geometry);
    double perTrial = steps * gradient(geometry) + evaluations * evaluation;
    return pack.specs().stream()
        .mapToDouble(trial -> perTrial + steps * trial.optimizer().work(geometry).cost())
        .sum();
  }

  /** The batch's loss and gradient. The first layer's inputs need no derivative. */
  private static double gradient(Geometry g) {
    double shared = STEP + GATHERED * g.batch() * g.features() * g.density();
    double products = (g.isNetwork() ? 6 : 4) * g.batch() * g.weightsMet() * factor(g);
    return products + TRIAL + shared / g.trials();
  }

  private static double factor(Geometry g) {
    return g.density() < 1 ? SCATTERED : 1;
  }

  /** Images that are made smaller are stored with their zeros. */
  private static double density(DataSpec spec, DataSet data) {
    return spec.downsample() == DataSpec.AS_IT_IS ? data.train().density() : 1;
  }

  static int features(DataSpec spec, DataSet data) {
    return data.width(spec.downsample());
  }

  /** The number of samples of the holdout and of those that choose configurations. */
  private static double measured(DataSpec spec, DataSet data) {
    boolean isPart = spec.holdout() instanceof Holdout.Fraction;
    double holdout =
        spec.holdout() instanceof Holdout.Fraction held
            ? held.fraction() * data.trainCount()
            : data.testCount();
    return holdout + spec.validation() * (data.trainCount() - (isPart ? holdout : 0));
  }
}
