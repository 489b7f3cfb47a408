package dev.geodesic.optim;

import dev.geodesic.curvature.ConjugateGradientSolver;
import dev.geodesic.curvature.CrossCheck;
import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.curvature.Inversion;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** (F + λI)⁻¹g by conjugate gradients; see {@link ConjugateGradient}. */
final class ConjugateGradientRule extends DampedRule {
  private List<ConjugateGradient> trials;
  private double[] damping = new double[0];

  ConjugateGradientRule(List<ConjugateGradient> trials, int steps) {
    super(Dampings.of(trials, ConjugateGradient::damping, steps));
    this.trials = trials;
  }

  @Override
  public Proposal propose(ForwardPass pass, int step) {
    damping = damping(step);
    Solution solution = ConjugateGradientSolver.solve(pass, trials, damping);
    return new Proposal(solution.direction(), solution.curvature());
  }

  /** Compares the direction with the exact solution, to which the iteration would converge. */
  @Override
  public double @Nullable [] crossCheck(ForwardPass pass, Proposal proposal) {
    List<Inversion> exact =
        Arrays.stream(damping).mapToObj(lambda -> new Inversion(0, lambda, StepSize.OFF)).toList();
    return CrossCheck.ofNaturalGradient(pass, proposal.direction(), Fisher.EXACT, exact);
  }

  @Override
  public void retain(int[] kept) {
    trials = Trials.select(trials, kept);
    super.retain(kept);
  }
}
