package dev.geodesic.report.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows of one problem.
 *
 * @param label what it is
 * @param headline what came out, in a sentence or two
 * @param configurations that were tried
 * @param baseline what MLlib's linear fit to the whole training set reaches; null where unknown
 * @param tuned the same comparison by several criteria, after all steps first
 * @param lines best of each optimizer first
 * @param sensitivities one an optimizer
 * @param divergence one an optimizer and other hyperparameter
 * @param parallel every configuration
 * @param costs every configuration that lost no seed
 */
record ProblemReport(
    String label,
    String headline,
    int configurations,
    @Nullable Fit baseline,
    List<Tuned> tuned,
    List<LossLine> lines,
    List<Sensitivity> sensitivities,
    List<DivergenceMap> divergence,
    ParallelCoordinates parallel,
    Costs costs) {
  /**
   * A linear fit by MLlib's L-BFGS.
   *
   * @param trainLoss on the whole training set, nats; null where it is no finite number
   * @param testLoss on the holdout; null where it is infinite
   * @param testAccuracy share of it got right; null where there is none
   * @param iterations that it took
   * @param converged whether its tolerance ended it, and not their number; null where not known
   */
  record Fit(
      @Nullable Double trainLoss,
      @Nullable Double testLoss,
      @Nullable Double testAccuracy,
      int iterations,
      @Nullable Boolean converged) {}
}
