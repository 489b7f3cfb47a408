package dev.geodesic.curvature;

import dev.geodesic.device.Panel;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Picks, for each trial and step, the cheapest way to the same vector: the dense matrix where it is
 * the smaller one; else the closed form or a Cholesky factorisation, where it is certain that
 * nothing is truncated; else the eigenvalues of the Gram matrix.
 */
final class AutoSolver implements FisherSolver {
  private final Fisher fisher;
  private final DenseSolver dense;

  AutoSolver(Fisher fisher) {
    this.fisher = fisher;
    this.dense = new DenseSolver(fisher);
  }

  @Override
  public Solution solve(ForwardPass pass, List<Inversion> trials) {
    int perSample = fisher == Fisher.EMPIRICAL ? 1 : pass.probabilities().width() - 1;
    return pass.labels().length * perSample > pass.parameters()
        ? dense.solveCheaply(pass, trials)
        : new Step(pass, trials).solve();
  }

  /** One step of a pack. */
  private final class Step {
    private final ForwardPass pass;
    private final List<Inversion> trials;
    private final FisherFactors factors;
    private final Panel cotangent;
    private final Optional<ClosedFormSolver.Cotangents> closedForm;
    private final double[] squaredLengths;

    Step(ForwardPass pass, List<Inversion> trials) {
      this.pass = pass;
      this.trials = trials;
      this.factors = pass.factor(fisher, Inversion.caps(trials));
      this.cotangent = pass.newPanel();
      this.squaredLengths = new double[trials.size()];
      boolean useful =
          ClosedFormSolver.exists(pass, fisher)
              && trials.stream().anyMatch(trial -> trial.damping() == 0);
      this.closedForm =
          useful ? ClosedFormSolver.cotangents(pass, fisher, trials) : Optional.empty();
    }

    Solution solve() {
      List<Curvature> curvature = new ArrayList<>();
      List<Integer> closed = new ArrayList<>();
      for (int t = 0; t < trials.size(); t++) {
        pass.checkInterruption();
        Curvature found = solve(t);
        curvature.add(found);
        if (found.path() == SolverPath.CLOSED_FORM) {
          closed.add(t);
        }
      }
      int[] positions = closed.stream().mapToInt(Integer::intValue).toArray();
      closedForm.ifPresent(
          all -> pass.device().panels().copyTrials(all.panel(), positions, cotangent));
      return Pullback.of(pass, cotangent, squaredLengths).solution(curvature);
    }

    private Curvature solve(int t) {
      Inversion trial = trials.get(t);
      SymmetricSystem system = factors.gram(t);
      double largest = Inverse.largestEigenvalue(system);
      if (trial.damping() == 0
          && closedForm.isPresent()
          && Inverse.isComplete(system, trial, largest)) {
        squaredLengths[t] = closedForm.get().squaredLengths()[t];
        return ClosedFormSolver.curvature(pass, largest);
      }
      Curvature found = Inverse.cheapest(system, trial, largest, SolverPath.GRAM);
      factors.cotangent(system, t, cotangent);
      squaredLengths[t] = factors.squaredLength(system, t, trial.damping());
      return found;
    }
  }
}
