package dev.geodesic.optim;

import dev.geodesic.curvature.FisherSolver;
import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.NaturalGradient;
import java.util.List;

/** W ← W − lr·h(F)g (Amari 1998, eq. 2.2, with the inverse Fisher matrix of the batch). */
final class NaturalGradientDescent implements Optimizer {
  private final FisherSolver solver;
  private List<NaturalGradient> trials;

  NaturalGradientDescent(List<NaturalGradient> trials) {
    this.trials = trials;
    this.solver = FisherSolver.of(trials.get(0).solver(), trials.get(0).fisher());
  }

  @Override
  public Step step(ForwardPass pass) {
    Solution solution = solver.solve(pass, trials);
    double[] learningRates = trials.stream().mapToDouble(NaturalGradient::learningRate).toArray();
    solution.direction().scale(pass.device(), learningRates);
    return new Step(solution.direction(), solution.curvature());
  }

  @Override
  public void retain(int[] kept) {
    trials = Trials.select(trials, kept);
  }
}
