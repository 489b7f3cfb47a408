package dev.geodesic.optim;

import dev.geodesic.curvature.ConjugateGradientSolver;
import dev.geodesic.curvature.CrossCheck;
import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.curvature.Inversion;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Effect;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Move;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.StepSize;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** (F + λI)⁻¹g by conjugate gradients; see {@link ConjugateGradient}. */
final class ConjugateGradientRule implements UpdateRule {
  private final Dampings dampings;
  private List<ConjugateGradient> trials;
  private double[] damping = new double[0];

  ConjugateGradientRule(List<ConjugateGradient> trials, int steps) {
    this.trials = trials;
    this.dampings = Dampings.of(trials, ConjugateGradient::damping, steps);
  }

  @Override
  public Proposal propose(ForwardPass pass, int step) {
    damping = dampings.at(step);
    Solution solution = ConjugateGradientSolver.solve(pass, trials, damping);
    return new Proposal(solution.direction(), solution.curvature());
  }

  @Override
  public boolean learns() {
    return dampings.learns();
  }

  @Override
  public void learn(ForwardPass pass, Move move, double[] factors, Effect effect) {
    dampings.learn(pass, move, factors, effect);
  }

  /** What the iteration would converge to. */
  @Override
  public double @Nullable [] crossCheck(ForwardPass pass, Proposal proposal) {
    List<Inversion> exact =
        Arrays.stream(damping)
            .mapToObj(
                lambda ->
                    new Inversion(
                        lambda > 0 ? 0 : NaturalGradient.RELTOL_FLOOR, lambda, StepSize.OFF))
            .toList();
    return CrossCheck.ofNaturalGradient(pass, proposal.direction(), Fisher.EXACT, exact);
  }

  @Override
  public void retain(int[] kept) {
    trials = Trials.select(trials, kept);
    dampings.retain(kept);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    dampings.save(out);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    dampings.restore(in);
  }
}
