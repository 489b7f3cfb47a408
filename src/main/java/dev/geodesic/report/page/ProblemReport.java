package dev.geodesic.report.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the page about one problem.
 *
 * @param label the name of the problem
 * @param headline a summary of the results in a few sentences
 * @param measure the loss that chose, in words
 * @param configurations the number of configurations
 * @param baseline MLlib's linear fit to the whole training set; null if unknown
 * @param tuned the comparison of the optimizers by several criteria, that of the headline first: on
 *     fresh seeds if each has some, else after all steps
 * @param confirmed the configurations that were trained on fresh seeds
 * @param ladders the ladders of a halving; none without one
 * @param importances the importance of each optimizer's hyperparameters
 * @param lines the loss curves, those of the best configurations of each optimizer first
 * @param sensitivities the sensitivity of each optimizer to the learning rate
 * @param divergence the divergence maps, one for each optimizer and other hyperparameter
 * @param parallel the configurations in parallel coordinates
 * @param costs the configurations that lost no seed, by training time and loss
 */
record ProblemReport(
    String label,
    String headline,
    String measure,
    int configurations,
    @Nullable Fit baseline,
    List<Tuned> tuned,
    List<Confirmed> confirmed,
    List<LadderChart> ladders,
    List<Importance> importances,
    List<LossLine> lines,
    List<Sensitivity> sensitivities,
    List<DivergenceMap> divergence,
    ParallelCoordinates parallel,
    Costs costs) {
  /**
   * A linear fit by MLlib's L-BFGS.
   *
   * @param trainLoss the loss on the whole training set, in nats; null if it is not finite
   * @param testLoss the loss on the holdout; null if it is infinite
   * @param testAccuracy the accuracy on the holdout; null if there is none
   * @param iterations the number of iterations
   * @param converged whether the fit reached its tolerance before the limit on iterations; null if
   *     unknown
   */
  record Fit(
      @Nullable Double trainLoss,
      @Nullable Double testLoss,
      @Nullable Double testAccuracy,
      int iterations,
      @Nullable Boolean converged) {}
}
