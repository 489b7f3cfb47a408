package dev.geodesic.curvature;

import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Solver;
import java.util.List;

/** Computes h(F)g for every trial of a pack, with the h of {@link Inversion}. */
public interface FisherSolver {
  /**
   * Computes the natural gradients of a batch, before the learning rate.
   *
   * @param pass the predictions on the batch
   * @param trials how to invert the Fisher matrix of each trial
   */
  Solution solve(ForwardPass pass, List<Inversion> trials);

  /** Returns the solver that a conf names. */
  static FisherSolver of(Solver solver, Fisher fisher) {
    return switch (solver) {
      case DENSE -> new DenseSolver(fisher);
      case GRAM -> new GramSolver(fisher);
      case CLOSED_FORM -> new ClosedFormSolver(fisher);
      case AUTO -> new AutoSolver(fisher);
    };
  }

  /**
   * The natural gradients of a pack.
   *
   * @param direction h(F)g of every trial
   * @param curvature what was found on the way, one entry a trial
   */
  record Solution(Direction direction, List<Curvature> curvature) {}
}
