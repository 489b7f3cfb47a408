package dev.geodesic.curvature;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.model.Direction;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    return solve(pass, trials, inverse -> inverse.byEigenvalues(SolverPath.DENSE));
  }

  /** Solves by a Cholesky factorisation where certainly nothing is truncated. */
  Solution solveCheaply(ForwardPass pass, List<Inversion> trials) {
    return solve(pass, trials, inverse -> inverse.cheapest(SolverPath.DENSE));
  }

  private Solution solve(ForwardPass pass, List<Inversion> trials, Inverse.Way way) {
    FisherFactors factors = pass.factor(fisher, Inversion.caps(trials));
    Parameters direction = pass.weights().scratch();
    Curvature[] curvature = new Curvature[trials.size()];
    factors.forEachDense(
        IntStream.range(0, curvature.length).toArray(),
        systems -> {
          @Nullable Curvature[] found = way.invert(new Inverse(systems, trials));
          for (int i = 0; i < found.length; i++) {
            curvature[systems.trial(i)] = roundedOnce(Objects.requireNonNull(found[i]));
          }
          factors.solution(systems, direction);
        });
    return new Solution(new Direction.ParameterSpace(direction), List.of(curvature));
  }

  /** Adds the rounding of the solution, which is float64, to a direction in float32. */
  private static Curvature roundedOnce(Curvature found) {
    double solve = Objects.requireNonNull(found.rounding());
    return found.withRounding(solve + Precision.SINGLE.unitRoundoff());
  }
}
