package dev.geodesic.curvature;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Solves (F + λI)d = JᵀS(p)V/B in softmax regression, class by class and without a Gram matrix: see
 * {@link dev.geodesic.device.FisherKernels#solveByClass}. A solution is accepted only if its
 * residual is small and certainly no eigenvalue is truncated.
 */
final class ClassSolver {
  /** The largest accepted ‖S(p)V/B − (S(p)K/B + λI)M‖, relative to ‖S(p)V/B‖. */
  private static final double TOLERANCE = 1e-9;

  private final ForwardPass pass;
  private final PanelKernels panels;
  private final List<Inversion> trials;
  private final double[] largest;
  private final boolean[] isComplete;

  /** Finds σ_max of each trial, and whether certainly nothing of it is truncated. */
  ClassSolver(ForwardPass pass, List<Inversion> trials) {
    this.pass = pass;
    this.panels = pass.device().panels();
    this.trials = trials;
    FisherKernels fisher = pass.device().fisher();
    this.largest =
        fisher.largestEigenvalues(
            pass.sampleGram(), pass.probabilities(), Inverse.LAMBDA_MAX_TOLERANCE);
    double[] shifts = new double[largest.length];
    for (int t = 0; t < shifts.length; t++) {
      shifts[t] = Inverse.shift(trials.get(t), largest[t]);
    }
    this.isComplete = fisher.exceedByClass(pass.sampleGram(), pass.probabilities(), shifts);
  }

  /** Whether F splits into one system for each class: the exact one of softmax regression does. */
  static boolean exists(ForwardPass pass, Fisher fisher) {
    return pass.isLinear() && fisher == Fisher.EXACT;
  }

  /** Returns σ_max, the largest eigenvalue of F, of a trial. */
  double largest(int trial) {
    return largest[trial];
  }

  /** Whether certainly no eigenvalue of a trial is truncated; false means that some may be. */
  boolean isComplete(int trial) {
    return isComplete[trial];
  }

  /**
   * Solves those trials that are damped enough and of which certainly nothing is truncated.
   *
   * @param v V, the derivatives of the loss with respect to the probabilities, {@code [batch,
   *     trials, classes]}
   * @param found takes M with d = JᵀM of the trials that could be solved
   */
  void solve(Panel v, SampleSolution found) {
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
    int rank = pass.labels().length * (pass.probabilities().width() - 1);
    found.take(
        IntStream.range(0, solved.length).filter(t -> solved[t]).toArray(),
        solution,
        squaredLengths,
        t -> Inverse.curvature(SolverPath.CHOLESKY, rank, largest[t], trials.get(t)));
  }

  /** Returns ‖B(F + λI)M − S(p)V‖² of each trial; overwrites {@code moved}. */
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
}
