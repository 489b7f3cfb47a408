package dev.geodesic.curvature;

import dev.geodesic.curvature.ClosedFormSolver.ClosedForm;
import dev.geodesic.device.Panel;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Geometry;
import dev.geodesic.trial.SolverPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes h(F)g of each trial in the cheapest of several ways: with the dense Fisher matrix where
 * it is smaller than the Gram matrix; else, where certainly no eigenvalue is truncated, by the
 * closed form, by one system for each class, or by a Cholesky factorisation of the Gram matrix;
 * else by the eigenvalues of the Gram matrix.
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
    return isDenseCheapest(pass, trials)
        ? dense.solveCheaply(pass, trials)
        : new Step(pass, trials).solve();
  }

  private boolean isDenseCheapest(ForwardPass pass, List<Inversion> trials) {
    int batch = pass.batch();
    int perSample = fisher == Fisher.EMPIRICAL ? 1 : pass.probabilities().width() - 1;
    if (batch * perSample <= pass.parameters()) {
      return false;
    }
    // Forming F takes about CBP²/2 operations, solving class by class CB³.
    boolean isDamped = trials.stream().allMatch(Inversion::isDampedAlone);
    return !(isDamped
        && ClassSolver.exists(pass, fisher)
        && Geometry.favoursClasses(batch, pass.parameters()));
  }

  /** Solves one batch for all trials of a pack. */
  private final class Step {
    private final ForwardPass pass;
    private final List<Inversion> trials;
    private final SampleSolution solution;
    private final Optional<ClosedForm> closedForm;

    /** σ_max of each trial; undefined until it is computed. */
    private final double[] largest;

    Step(ForwardPass pass, List<Inversion> trials) {
      this.pass = pass;
      this.trials = trials;
      this.solution = new SampleSolution(pass);
      this.largest = new double[trials.size()];
      boolean useful =
          ClosedFormSolver.exists(pass, fisher)
              && trials.stream().anyMatch(trial -> trial.damping() == 0);
      this.closedForm =
          useful ? Optional.of(ClosedFormSolver.solveAll(pass, fisher, trials)) : Optional.empty();
    }

    Solution solve() {
      if (ClassSolver.exists(pass, fisher)) {
        solveByClass();
      }
      if (solution.open().length > 0) {
        FisherFactors factors = pass.factor(fisher, Inversion.caps(trials));
        solution.solveByGram(factors, trials, this::invert);
        takeClosedForm(solution.open());
      }
      return solution.pullback().solution(solution.curvature());
    }

    /** Solves the trials for which systems of one class show that no eigenvalue is truncated. */
    private void solveByClass() {
      ClassSolver classes = new ClassSolver(pass, trials);
      boolean isAnyDamped = trials.stream().anyMatch(trial -> trial.damping() > 0);
      Optional<ClassSolver.Solved> damped =
          isAnyDamped ? Optional.of(classes.solve(gradient())) : Optional.empty();
      System.arraycopy(classes.largest(), 0, largest, 0, largest.length);
      boolean[] areComplete = classes.areComplete();
      takeClosedForm(
          IntStream.range(0, largest.length)
              .filter(t -> trials.get(t).damping() == 0 && areComplete[t])
              .toArray());
      damped.ifPresent(found -> classes.take(found, solution));
    }

    /** Returns the derivatives of the loss with respect to the probabilities. */
    private Panel gradient() {
      Panel gradient = pass.newPanel();
      pass.device()
          .fisher()
          .probabilityGradient(
              pass.probabilities(), pass.labels(), Inversion.caps(trials), gradient);
      return gradient;
    }

    private void takeClosedForm(int[] complete) {
      if (hasClosedForm()) {
        solution.take(
            complete,
            closedForm.orElseThrow().cotangents(),
            t -> ClosedFormSolver.curvature(pass, largest[t]));
      }
    }

    private boolean hasClosedForm() {
      return closedForm.isPresent() && closedForm.get().exists();
    }

    /** Leaves the systems that have a closed form. */
    private @Nullable Curvature[] invert(Inverse inverse) {
      if (!ClassSolver.exists(pass, fisher)) {
        inverse.estimateLargest(largest);
      }
      return inverse.cheapest(largest, hasClosedForm(), SolverPath.GRAM);
    }
  }
}
