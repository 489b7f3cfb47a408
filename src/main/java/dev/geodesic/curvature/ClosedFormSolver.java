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
 * F⁺g = Xᵀ(XXᵀ)⁻¹R, in softmax regression where nothing is truncated and nothing damped: one B × B
 * factorisation serves every trial of the pack. Where XXᵀ is singular (repeated or empty samples,
 * or more samples than features) the Gram matrix takes over.
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

  /** Whether there is a closed form at all. */
  static boolean exists(ForwardPass pass, Fisher fisher) {
    return pass.isLinear() && fisher != Fisher.EMPIRICAL;
  }

  /**
   * M = (XXᵀ)⁻¹R of every trial.
   *
   * @param squaredLengths ‖XᵀM‖² = tr MᵀR
   */
  record Cotangents(Panel panel, double[] squaredLengths) {}

  /** The cotangents of every trial; nothing where XXᵀ is singular to working precision. */
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

  /** Every direction is kept: C − 1 a sample. */
  static Curvature curvature(ForwardPass pass, @Nullable Double largestEigenvalue) {
    int rank = pass.labels().length * (pass.probabilities().width() - 1);
    return new Curvature(SolverPath.CLOSED_FORM, rank, largestEigenvalue, 0, null, null);
  }
}
