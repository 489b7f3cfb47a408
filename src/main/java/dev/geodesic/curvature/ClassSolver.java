package dev.geodesic.curvature;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Flags;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
  private final double[] damping;
  private final Numbers largest;
  private final Flags exceed;

  /** Has σ_max of each trial computed, and whether certainly nothing of it is truncated. */
  ClassSolver(ForwardPass pass, List<Inversion> trials) {
    this.pass = pass;
    this.panels = pass.device().panels();
    this.trials = trials;
    this.damping = each(Inversion::damping);
    FisherKernels fisher = pass.device().fisher();
    this.largest =
        fisher.largestEigenvalues(
            pass.sampleGram(), pass.probabilities(), Inverse.LAMBDA_MAX_TOLERANCE);
    this.exceed =
        fisher.exceedByClass(
            pass.sampleGram(),
            pass.probabilities(),
            each(trial -> Inverse.beyond(trial.cutoffIfDamped())),
            largest);
  }

  private double[] each(ToDoubleFunction<Inversion> value) {
    return trials.stream().mapToDouble(value).toArray();
  }

  /** Whether F splits into one system for each class: the exact one of softmax regression does. */
  static boolean exists(ForwardPass pass, Fisher fisher) {
    return pass.isLinear() && fisher == Fisher.EXACT;
  }

  /** Returns σ_max, the largest eigenvalue of F, of each trial. */
  double[] largest() {
    return largest.get();
  }

  /**
   * Returns for each trial whether certainly no eigenvalue is truncated; false means that some may
   * be.
   */
  boolean[] areComplete() {
    boolean[] areComplete = exceed.get();
    for (int t = 0; t < areComplete.length; t++) {
      Inversion trial = trials.get(t);
      areComplete[t] &= !trial.isDampedAlone() || trial.isDamped(largest()[t]);
    }
    return areComplete;
  }

  /**
   * Has all damped trials solved, before it is known which of them may be truncated.
   *
   * @param v V, the derivatives of the loss with respect to the probabilities, {@code [batch,
   *     trials, classes]}
   */
  Solved solve(Panel v) {
    Panel solution = pass.newPanel();
    panels.copy(v, solution);
    Flags solved =
        pass.device()
            .fisher()
            .solveByClass(pass.sampleGram(), pass.probabilities(), damping, solution);
    Panel moved = pass.newPanel();
    pass.neuralTangent(solution, moved, Precision.DOUBLE);
    Cotangents cotangents = Cotangents.of(pass, solution, panels.dot(solution, moved));
    return new Solved(
        solved, cotangents, residualSquares(v, solution, moved), squares(covariance(v)));
  }

  /**
   * Solutions on their way.
   *
   * @param solved whether each trial is damped and was solved
   * @param cotangents M with d = JᵀM
   * @param residuals squared length of each residual
   * @param targets squared length of each right-hand side
   */
  record Solved(Flags solved, Cotangents cotangents, Numbers residuals, Numbers targets) {}

  /** Takes the solutions that are accurate, and of which certainly nothing is truncated. */
  void take(Solved found, SampleSolution solution) {
    boolean[] solved = found.solved().get();
    boolean[] areComplete = areComplete();
    for (int t = 0; t < solved.length; t++) {
      double most = TOLERANCE * TOLERANCE * found.targets().get()[t];
      solved[t] &=
          areComplete[t]
              && trials.get(t).isDamped(largest()[t])
              && found.residuals().get()[t] <= most;
    }
    int rank = pass.batch() * (pass.probabilities().width() - 1);
    solution.take(
        IntStream.range(0, solved.length).filter(t -> solved[t]).toArray(),
        found.cotangents(),
        t -> Inverse.curvature(SolverPath.CHOLESKY, rank, largest()[t], trials.get(t)));
  }

  /** Returns ‖B(F + λI)M − S(p)V‖² of each trial; overwrites {@code moved}. */
  private Numbers residualSquares(Panel v, Panel solution, Panel moved) {
    double[] minus = new double[damping.length];
    Arrays.fill(minus, -1);
    panels.add(minus, v, moved);
    Panel residual = covariance(moved);
    int batch = pass.batch();
    panels.add(Arrays.stream(damping).map(lambda -> lambda * batch).toArray(), solution, residual);
    return squares(residual);
  }

  private Panel covariance(Panel panel) {
    Panel product = pass.newPanel();
    pass.device().softmax().covariance(pass.probabilities(), panel, product);
    return product;
  }

  private Numbers squares(Panel panel) {
    return panels.dot(panel, panel);
  }
}
