package dev.geodesic.curvature;

import dev.geodesic.device.Panel;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Geometry;
import dev.geodesic.trial.SolverPath;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
    int batch = pass.labels().length;
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
    private final Panel cotangent;
    private final double[] squaredLengths;
    private final Optional<ClosedFormSolver.Cotangents> closedForm;
    private @Nullable FisherFactors factors;

    /** What was found about each trial; null while the trial has no solution. */
    private final @Nullable Curvature[] curvature;

    /** σ_max of each trial; NaN until it is computed. */
    private final double[] largest;

    Step(ForwardPass pass, List<Inversion> trials) {
      this.pass = pass;
      this.trials = trials;
      this.cotangent = pass.newPanel();
      this.squaredLengths = new double[trials.size()];
      this.curvature = new Curvature[trials.size()];
      this.largest = new double[trials.size()];
      Arrays.fill(largest, Double.NaN);
      boolean useful =
          ClosedFormSolver.exists(pass, fisher)
              && trials.stream().anyMatch(trial -> trial.damping() == 0);
      this.closedForm =
          useful ? ClosedFormSolver.cotangents(pass, fisher, trials) : Optional.empty();
    }

    Solution solve() {
      if (ClassSolver.exists(pass, fisher)) {
        solveByClass();
      }
      for (int t = 0; t < curvature.length; t++) {
        if (curvature[t] == null) {
          pass.checkInterruption();
          curvature[t] = solveByMatrix(t);
        }
      }
      List<Curvature> found = Arrays.stream(curvature).map(Objects::requireNonNull).toList();
      int[] closed =
          IntStream.range(0, curvature.length)
              .filter(t -> found.get(t).path() == SolverPath.CLOSED_FORM)
              .toArray();
      closedForm.ifPresent(
          all -> pass.device().panels().copyTrials(all.panel(), closed, cotangent));
      return Pullback.of(pass, cotangent, squaredLengths).solution(found);
    }

    /** Solves the trials for which systems of one class show that no eigenvalue is truncated. */
    private void solveByClass() {
      ClassSolver classes = new ClassSolver(pass, trials);
      for (int t = 0; t < curvature.length; t++) {
        largest[t] = classes.largest(t);
        if (trials.get(t).damping() == 0 && classes.isComplete(t)) {
          takeClosedForm(t);
        }
      }
      if (trials.stream().anyMatch(trial -> trial.damping() > 0)) {
        Panel gradient = pass.newPanel();
        pass.device()
            .fisher()
            .probabilityGradient(
                pass.probabilities(), pass.labels(), Inversion.caps(trials), gradient);
        classes.solve(gradient).copyTo(cotangent, squaredLengths, curvature);
      }
    }

    private void takeClosedForm(int t) {
      if (closedForm.isPresent()) {
        curvature[t] = ClosedFormSolver.curvature(pass, largest[t]);
        squaredLengths[t] = closedForm.get().squaredLengths()[t];
      }
    }

    private Curvature solveByMatrix(int t) {
      if (factors == null) {
        factors = pass.factor(fisher, Inversion.caps(trials));
      }
      Inversion trial = trials.get(t);
      SymmetricSystem system = factors.gram(t);
      if (Double.isNaN(largest[t])) {
        largest[t] = Inverse.largestEigenvalue(system);
      }
      if (trial.damping() == 0
          && closedForm.isPresent()
          && Inverse.isComplete(system, trial, largest[t])) {
        takeClosedForm(t);
        return Objects.requireNonNull(curvature[t]);
      }
      Curvature found = Inverse.cheapest(system, trial, largest[t], SolverPath.GRAM);
      factors.cotangent(system, t, cotangent);
      squaredLengths[t] = factors.squaredLength(system, t, trial.damping());
      return found;
    }
  }
}
