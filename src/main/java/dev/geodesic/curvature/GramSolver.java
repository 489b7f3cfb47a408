package dev.geodesic.curvature;

import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import java.util.List;

/**
 * Solves with the Gram matrix G = AᵀA of F = AAᵀ, of order B(C − 1) whatever the number of weights
 * (B for the empirical Fisher matrix). With g = Au, h(F)g = A h(G) u for every h: the same
 * eigenvalues are truncated, and G is inverted once, not twice as from g itself.
 */
final class GramSolver implements FisherSolver {
  private final Fisher fisher;

  GramSolver(Fisher fisher) {
    this.fisher = fisher;
  }

  @Override
  public Solution solve(ForwardPass pass, List<Inversion> trials) {
    FisherFactors factors = pass.factor(fisher, Inversion.caps(trials));
    SampleSolution found = new SampleSolution(pass);
    found.solveByGram(factors, trials, inverse -> inverse.byEigenvalues(SolverPath.GRAM));
    return found.pullback().solution(found.curvature());
  }
}
