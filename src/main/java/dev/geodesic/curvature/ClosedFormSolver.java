package dev.geodesic.curvature;

import dev.geodesic.device.Flags;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import java.util.Collections;
import java.util.List;
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
    ClosedForm found = solveAll(pass, fisher, trials);
    return found.exists()
        ? Pullback.of(pass, found.cotangents())
            .solution(Collections.nCopies(trials.size(), curvature(pass, null)))
        : fallback.solve(pass, trials);
  }

  /** Whether there is a closed form: in softmax regression, but for the empirical Fisher matrix. */
  static boolean exists(ForwardPass pass, Fisher fisher) {
    return pass.isLinear() && fisher != Fisher.EMPIRICAL;
  }

  /**
   * The closed form of a pack, on its way.
   *
   * @param isRegular one answer, whether XXᵀ is regular to working precision
   * @param cotangents M = (XXᵀ)⁻¹R of every trial, if it is
   */
  record ClosedForm(Flags isRegular, Cotangents cotangents) {
    boolean exists() {
      return isRegular.get()[0];
    }
  }

  /** Has the cotangents of every trial computed, with ‖XᵀM‖² = tr MᵀR. */
  static ClosedForm solveAll(ForwardPass pass, Fisher fisher, List<Inversion> trials) {
    Panel rows = pass.newPanel();
    pass.device()
        .fisher()
        .closedForm(pass.probabilities(), pass.labels(), fisher, Inversion.caps(trials), rows);
    Panel solution = pass.newPanel();
    pass.device().panels().copy(rows, solution);
    Flags isRegular = pass.sampleGram().solve(solution);
    Numbers squaredLengths = pass.device().panels().dot(solution, rows);
    return new ClosedForm(isRegular, Cotangents.of(pass, solution, squaredLengths));
  }

  /** Returns the curvature of full rank B(C − 1), as nothing is truncated. */
  static Curvature curvature(ForwardPass pass, @Nullable Double largestEigenvalue) {
    int rank = pass.batch() * (pass.probabilities().width() - 1);
    return new Curvature(SolverPath.CLOSED_FORM, rank, largestEigenvalue, 0, null, null);
  }
}
