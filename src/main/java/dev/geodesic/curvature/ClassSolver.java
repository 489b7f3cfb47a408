package dev.geodesic.curvature;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Solves (F + λI)d = JᵀS(p)V/B in softmax regression, class by class and without a Gram matrix: see
 * {@link dev.geodesic.device.FisherKernels#solveByClass}. A solution counts where its residual says
 * so, and where it is certain that nothing is truncated.
 */
final class ClassSolver {
  /** ‖S(p)V/B − (S(p)K/B + λI)M‖ relative to ‖S(p)V/B‖, at most. */
  private static final double TOLERANCE = 1e-9;

  private final ForwardPass pass;
  private final PanelKernels panels;
  private final List<Inversion> trials;
  private final double[] largest;
  private final boolean[] isComplete;

  /** A solver for the trials of a pack at one batch. */
  ClassSolver(ForwardPass pass, List<Inversion> trials) {
    this.pass = pass;
    this.panels = pass.device().panels();
    this.trials = trials;
    this.largest = LargestEigenvalues.of(pass, Inverse.LAMBDA_MAX_TOLERANCE);
    double[] shifts = new double[largest.length];
    for (int t = 0; t < shifts.length; t++) {
      shifts[t] = Inverse.shift(trials.get(t), largest[t]);
    }
    this.isComplete =
        pass.device().fisher().exceedByClass(pass.sampleGram(), pass.probabilities(), shifts);
  }

  /** Whether the classes come apart at all. */
  static boolean exists(ForwardPass pass, Fisher fisher) {
    return pass.isLinear() && fisher == Fisher.EXACT;
  }

  /** σ_max of a trial. */
  double largest(int trial) {
    return largest[trial];
  }

  /** Whether it is certain that nothing of a trial is truncated; where it is not, it may be. */
  boolean isComplete(int trial) {
    return isComplete[trial];
  }

  /**
   * Solves those trials that are damped.
   *
   * @param v V
   */
  Found solve(Panel v) {
    double[] damping = new double[trials.size()];
    for (int t = 0; t < damping.length; t++) {
      boolean isSolvable = isComplete[t] && trials.get(t).isDamped(largest[t]);
      damping[t] = isSolvable ? trials.get(t).damping() : 0;
    }
    Panel solution = pass.newPanel();
    panels.copy(v, solution);
    boolean[] solved =
        pass.device()
            .fisher()
            .solveByClass(pass.sampleGram(), pass.probabilities(), damping, solution);
    Panel moved = pass.newPanel();
    pass.neuralTangent(solution, moved, Precision.DOUBLE);
    double[] squaredLengths = panels.dot(solution, moved);
    double[] residuals = residualSquares(v, damping, solution, moved);
    double[] targets = squares(covariance(v));
    for (int t = 0; t < solved.length; t++) {
      solved[t] &= residuals[t] <= TOLERANCE * TOLERANCE * targets[t];
    }
    return new Found(solution, solved, squaredLengths);
  }

  /** ‖B(F + λI)M − S(p)V‖² of each trial; spends {@code moved}. */
  private double[] residualSquares(Panel v, double[] damping, Panel solution, Panel moved) {
    double[] minus = new double[damping.length];
    Arrays.fill(minus, -1);
    panels.add(minus, v, moved);
    Panel residual = covariance(moved);
    int batch = pass.labels().length;
    panels.add(Arrays.stream(damping).map(lambda -> lambda * batch).toArray(), solution, residual);
    return squares(residual);
  }

  private Panel covariance(Panel panel) {
    Panel product = pass.newPanel();
    pass.device().softmax().covariance(pass.probabilities(), panel, product);
    return product;
  }

  private double[] squares(Panel panel) {
    return panels.dot(panel, panel);
  }

  /** What came of it. */
  final class Found {
    private final Panel cotangents;
    private final boolean[] solved;
    private final double[] squaredLengths;

    private Found(Panel cotangents, boolean[] solved, double[] squaredLengths) {
      this.cotangents = cotangents;
      this.solved = solved;
      this.squaredLengths = squaredLengths;
    }

    /**
     * Writes what is known of the trials that were solved.
     *
     * @param cotangent M with d = JᵀM
     * @param squares ‖d‖²
     */
    void copyTo(Panel cotangent, double[] squares, @Nullable Curvature[] curvature) {
      int[] positions = IntStream.range(0, solved.length).filter(t -> solved[t]).toArray();
      panels.copyTrials(cotangents, positions, cotangent);
      int rank = pass.labels().length * (pass.probabilities().width() - 1);
      for (int t : positions) {
        squares[t] = squaredLengths[t];
        curvature[t] = Inverse.curvature(SolverPath.CHOLESKY, rank, largest[t], trials.get(t));
      }
    }
  }
}
