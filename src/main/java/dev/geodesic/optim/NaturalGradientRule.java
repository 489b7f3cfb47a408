package dev.geodesic.optim;

import dev.geodesic.curvature.CrossCheck;
import dev.geodesic.curvature.FisherSolver;
import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.curvature.Inversion;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The direction h(F)g (Amari 1998, eq. 2.2, with the inverse Fisher matrix of the batch); {@link
 * NaturalGradient} defines h.
 */
final class NaturalGradientRule extends DampedRule {
  private final Fisher fisher;
  private final FisherSolver solver;
  private List<NaturalGradient> trials;
  private List<Inversion> inversions = List.of();

  NaturalGradientRule(List<NaturalGradient> trials, int steps) {
    super(Dampings.of(trials, NaturalGradient::damping, steps));
    this.trials = trials;
    this.fisher = trials.get(0).fisher();
    this.solver = FisherSolver.of(trials.get(0).solver(), fisher);
  }

  @Override
  public Proposal propose(ForwardPass pass, int step) {
    double[] damping = damping(step);
    inversions =
        IntStream.range(0, trials.size())
            .mapToObj(t -> inversion(trials.get(t), damping[t]))
            .toList();
    Solution solution = solver.solve(pass, inversions);
    return new Proposal(solution.direction(), solution.curvature());
  }

  private static Inversion inversion(NaturalGradient trial, double damping) {
    return new Inversion(trial.reltol(), damping, trial.maxInverseProbability());
  }

  @Override
  public double @Nullable [] crossCheck(ForwardPass pass, Proposal proposal) {
    return CrossCheck.ofNaturalGradient(pass, proposal.direction(), fisher, inversions);
  }

  @Override
  public void retain(int[] kept) {
    trials = Trials.select(trials, kept);
    super.retain(kept);
  }
}
