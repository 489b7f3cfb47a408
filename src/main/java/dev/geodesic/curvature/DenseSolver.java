package dev.geodesic.curvature;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.model.Direction;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Solves with the P × P Fisher matrix, as the experiment of 2018 did, in O(P³) operations. Every
 * other solver is checked against it; where a batch spans more directions than there are weights,
 * it is also the fastest.
 */
final class DenseSolver implements FisherSolver {
  private final Fisher fisher;

  DenseSolver(Fisher fisher) {
    this.fisher = fisher;
  }

  /** Solves through the eigenvalues, even where nothing is truncated. */
  @Override
  public Solution solve(ForwardPass pass, List<Inversion> trials) {
    return solve(
        pass,
        trials,
        (system, inversion) -> Inverse.byEigenvalues(system, inversion, SolverPath.DENSE));
  }

  /** Solves by a Cholesky factorisation where certainly nothing is truncated. */
  Solution solveCheaply(ForwardPass pass, List<Inversion> trials) {
    return solve(
        pass,
        trials,
        (system, inversion) ->
            Inverse.cheapest(
                system, inversion, Inverse.largestEigenvalue(system), SolverPath.DENSE));
  }

  private interface Inverter {
    Curvature invert(SymmetricSystem system, Inversion inversion);
  }

  private Solution solve(ForwardPass pass, List<Inversion> trials, Inverter inverter) {
    FisherFactors factors = pass.factor(fisher, Inversion.caps(trials));
    Parameters direction = pass.weights().scratch();
    List<Curvature> curvature = new ArrayList<>();
    for (int t = 0; t < trials.size(); t++) {
      pass.checkInterruption();
      SymmetricSystem system = factors.dense(t);
      curvature.add(roundedOnce(inverter.invert(system, trials.get(t))));
      factors.solution(system, t, direction);
    }
    return new Solution(new Direction.ParameterSpace(direction), curvature);
  }

  /** Adds the rounding of the solution, which is float64, to a direction in float32. */
  private static Curvature roundedOnce(Curvature found) {
    double solve = Objects.requireNonNull(found.rounding());
    return found.withRounding(solve + Precision.SINGLE.unitRoundoff());
  }
}
