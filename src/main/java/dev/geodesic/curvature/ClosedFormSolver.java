package dev.geodesic.curvature;

import dev.geodesic.device.Panel;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes F⁺g = Xᵀ(XXᵀ)⁻¹R in softmax regression, without truncation or damping, with R of {@link
 * dev.geodesic.device.FisherKernels#closedForm}. One B × B factorisation serves every trial of the
 * pack. Where XXᵀ is singular (repeated or empty samples, or more samples than features) {@link
 * GramSolver} takes over.
 */
final class ClosedFormSolver implements FisherSolver {
  private final Fisher fisher;
  private final GramSolver fallback;

  ClosedFormSolver(Fisher fisher) {
    this.fisher = fisher;
    this.fallback = new GramSolver(fisher);
  }

  @Override
  public Solution solve(ForwardPass pass, List<Inversion> trials) {
    return cotangents(pass, fisher, trials)
        .map(
            found ->
                Pullback.of(pass, found.panel(), found.squaredLengths())
                    .solution(Collections.nCopies(trials.size(), curvature(pass, null))))
        .orElseGet(() -> fallback.solve(pass, trials));
  }

  /** Whether there is a closed form: in softmax regression, but for the empirical Fisher matrix. */
  static boolean exists(ForwardPass pass, Fisher fisher) {
    return pass.isLinear() && fisher != Fisher.EMPIRICAL;
  }

  /**
   * The cotangents M = (XXᵀ)⁻¹R of every trial.
   *
   * @param panel M, {@code [batch, trials, classes]}
   * @param squaredLengths ‖XᵀM‖² = tr MᵀR of each trial
   */
  record Cotangents(Panel panel, double[] squaredLengths) {}

  /** Computes the cotangents of every trial; empty where XXᵀ is singular to working precision. */
  static Optional<Cotangents> cotangents(ForwardPass pass, Fisher fisher, List<Inversion> trials) {
    Panel rows = pass.newPanel();
    pass.device()
        .fisher()
        .closedForm(pass.probabilities(), pass.labels(), fisher, Inversion.caps(trials), rows);
    Panel solution = pass.newPanel();
    pass.device().panels().copy(rows, solution);
    return pass.sampleGram().solve(solution)
        ? Optional.of(new Cotangents(solution, pass.device().panels().dot(solution, rows)))
        : Optional.empty();
  }

  /** Returns the curvature of full rank B(C − 1), as nothing is truncated. */
  static Curvature curvature(ForwardPass pass, @Nullable Double largestEigenvalue) {
    int rank = pass.labels().length * (pass.probabilities().width() - 1);
    return new Curvature(SolverPath.CLOSED_FORM, rank, largestEigenvalue, 0, null, null);
  }
}
