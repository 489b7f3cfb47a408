package dev.geodesic.curvature;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Panel;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;

/**
 * SPRING's direction d = A(G + λI)⁻¹(u − μAᵀd′) + μd′, d′ the direction of the step before
 * (Goldshlager, Abrahamsen and Lin 2024, eq. 26, with the Fisher matrix AAᵀ of a batch in place of
 * theirs).
 */
public final class SpringSolver {
  private final ForwardPass pass;
  private final Parameters last;
  private final double[] momentum;
  private final List<Inversion> trials;
  private final double[] uncapped;
  private final SampleSolution solution;

  private SpringSolver(ForwardPass pass, Parameters last, double[] momentum, double[] damping) {
    this.pass = pass;
    this.last = last;
    this.momentum = momentum;
    this.trials =
        Arrays.stream(damping).mapToObj(lambda -> new Inversion(0, lambda, StepSize.OFF)).toList();
    this.uncapped = new double[damping.length];
    Arrays.fill(uncapped, StepSize.OFF);
    this.solution = new SampleSolution(pass);
  }

  /**
   * Computes the directions of one step for all trials of a pack.
   *
   * @param last d′ of the step before, replaced by d
   * @param momentum μ of each trial
   * @param damping λ of each trial
   * @return what was found about each trial
   */
  public static List<Curvature> solve(
      ForwardPass pass, Parameters last, double[] momentum, double[] damping) {
    return new SpringSolver(pass, last, momentum, damping).step();
  }

  private List<Curvature> step() {
    if (ClassSolver.exists(pass, Fisher.EXACT)) {
      solveByClass();
    }
    if (solution.open().length > 0) {
      solveByMatrix();
    }
    last.scale(momentum);
    Pullback change = solution.pullback();
    change.addTo(last);
    return change.withRounding(solution.curvature());
  }

  /** Solves class by class. As F = JᵀS(p)J/B, g − μFd′ is JᵀS(p)(V − μJd′)/B with V = ∂ℓ/∂p. */
  private void solveByClass() {
    Panel gradient = pass.newPanel();
    pass.device()
        .fisher()
        .probabilityGradient(pass.probabilities(), pass.labels(), uncapped, gradient);
    Panel moved = pass.newPanel();
    pass.pushforward(last, moved, Precision.DOUBLE);
    double[] minus = Arrays.stream(momentum).map(mu -> -mu).toArray();
    pass.device().panels().add(minus, moved, gradient);
    ClassSolver classes = new ClassSolver(pass, trials);
    classes.take(classes.solve(gradient), solution);
  }

  private void solveByMatrix() {
    FisherFactors factors = pass.factor(Fisher.EXACT, uncapped);
    factors.subtractProjection(momentum, last);
    solution.solveByGram(factors, trials, inverse -> inverse.cheapest(SolverPath.GRAM));
  }
}
