package dev.geodesic.curvature;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.SolverPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Picks, for each trial and step, the cheapest way to the same vector: the dense matrix where it is
 * the smaller one; else the closed form or a Cholesky factorisation, where it is certain that
 * nothing is truncated; else the eigenvalues of the Gram matrix.
 *
 * <p>The certificate: a Cholesky factorisation of G − reltol·β·I, with β just above σ_max, succeeds
 * only if every eigenvalue is above reltol·σ_max. Where it fails the eigenvalues decide, so the
 * margin of β can cost time but never changes the step.
 */
final class AutoSolver implements FisherSolver {
  /** How well σ_max is known where no eigenvalues are computed. */
  private static final double LAMBDA_MAX_TOLERANCE = 1e-6;

  /** β / σ_max: far beyond what Lanczos iteration can have missed. */
  private static final double MARGIN = 1.001;

  private final Fisher fisher;
  private final DenseSolver dense;

  AutoSolver(Fisher fisher) {
    this.fisher = fisher;
    this.dense = new DenseSolver(fisher);
  }

  @Override
  public Solution solve(ForwardPass pass, List<NaturalGradient> trials) {
    int directions = pass.labels().length * (pass.probabilities().classes() - 1);
    return directions > pass.parameters()
        ? dense.solve(pass, trials)
        : new Step(pass, trials).solve();
  }

  /** One step of a pack. */
  private final class Step {
    private final ForwardPass pass;
    private final List<NaturalGradient> trials;
    private final FisherKernels kernels;
    private final Factors factors;
    private final Panel cotangent;
    private final Optional<Panel> closedForm;

    Step(ForwardPass pass, List<NaturalGradient> trials) {
      this.pass = pass;
      this.trials = trials;
      this.kernels = pass.device().fisher();
      this.factors = kernels.factor(pass.probabilities(), pass.labels(), fisher);
      this.cotangent = pass.newPanel();
      boolean useful = trials.stream().anyMatch(trial -> trial.damping().initial() == 0);
      this.closedForm = useful ? ClosedFormSolver.cotangent(pass, fisher) : Optional.empty();
    }

    Solution solve() {
      List<Curvature> curvature = new ArrayList<>();
      List<Integer> closed = new ArrayList<>();
      for (int t = 0; t < trials.size(); t++) {
        Curvature found = solve(t);
        curvature.add(found);
        if (found.path() == SolverPath.CLOSED_FORM) {
          closed.add(t);
        }
      }
      int[] positions = closed.stream().mapToInt(Integer::intValue).toArray();
      closedForm.ifPresent(all -> pass.device().copyTrials(all, positions, cotangent));
      return new Solution(new Direction.SampleSpace(cotangent), curvature);
    }

    private Curvature solve(int t) {
      NaturalGradient trial = trials.get(t);
      SymmetricSystem system = kernels.gram(pass.sampleGram(), factors, t);
      double reltol = trial.reltolInForce(trial.damping().initial());
      double largest = system.largestEigenvalue(LAMBDA_MAX_TOLERANCE);
      boolean complete = reltol == 0 || system.isPositiveDefiniteBeyond(reltol * MARGIN * largest);
      if (complete && trial.damping().initial() == 0 && closedForm.isPresent()) {
        return ClosedFormSolver.curvature(pass, largest);
      }
      if (complete
          && trial.damping().initial() > 0
          && system.solveDamped(trial.damping().initial())) {
        kernels.cotangent(factors, system, t, cotangent);
        return new Curvature(SolverPath.CHOLESKY, system.order(), largest, 0, null);
      }
      Curvature truncated = GramSolver.truncate(system, trial);
      kernels.cotangent(factors, system, t, cotangent);
      return truncated;
    }
  }
}
