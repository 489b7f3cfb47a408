package dev.geodesic.curvature;

import static dev.geodesic.curvature.Scene.relativeError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.Specs;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conjugate gradients on real digits: where they end, how soon, and that they never stray. */
class ConjugateGradientTest {
  private static final int ENOUGH = 5000;

  private static Solution solve(
      Scene scene, double damping, double tolerance, int most, Preconditioner preconditioner) {
    ConjugateGradient trial =
        Specs.cg(Specs.rate(1), Specs.damping(damping), tolerance, most, preconditioner);
    return ConjugateGradientSolver.solve(scene.pass, List.of(trial), new double[] {damping});
  }

  private static int iterations(Solution solution) {
    return Objects.requireNonNull(solution.curvature().get(0).iterations());
  }

  /**
   * F is mean(xxᵀ) ⊗ S(1/C) there, with as many different eigenvalues as the batch has samples. All
   * digits may take one iteration more: of digits the largest eigenvalue stands out so far that
   * rounding finds it twice.
   */
  @ParameterizedTest
  @CsvSource({"7, 4", "7, 8", "14, 12", "14, 16"})
  void endsWithinOneIterationASampleAtZeroWeights(int side, int batch) {
    Scene scene = Digits.scene(side, 0, batch, 0);
    assertThat(iterations(solve(scene, 0, 1e-3, ENOUGH, Preconditioner.NONE))).isBetween(2, batch);
    Solution solution = solve(scene, 0, 1e-8, ENOUGH, Preconditioner.NONE);
    assertThat(iterations(solution)).isBetween(batch - 1, batch + 1);
    double[] exact = scene.step(Solver.GRAM, 0, 0, Fisher.EXACT);
    assertThat(relativeError(scene.inWeights(solution.direction()), exact)).isLessThan(1e-6);
  }

  @ParameterizedTest
  @EnumSource(Preconditioner.class)
  void convergesToThePseudoInverseWithoutDamping(Preconditioner preconditioner) {
    Scene scene = Digits.trained(7, 700, 6, 40);
    double[] expected = scene.reference(Fisher.EXACT).naturalGradient(1e-11, 0);
    Solution solution = solve(scene, 0, 1e-12, ENOUGH, preconditioner);
    assertThat(relativeError(scene.inWeights(solution.direction()), expected)).isLessThan(1e-6);
  }

  /** At any iteration: a random start, or a vector that leaks, would show here. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 80})
  void neverLeavesTheRangeOfTheFisherMatrix(int most) {
    Scene scene = Digits.trained(7, 700, 6, 40);
    ReferenceFisher reference = scene.reference(Fisher.EXACT);
    double[] eigenvalues = reference.eigen().values();
    for (Preconditioner preconditioner : Preconditioner.values()) {
      Solution solution = solve(scene, 0, 1e-15, most, preconditioner);
      assertThat(iterations(solution)).isBetween(1, most);
      double[] d = scene.inWeights(solution.direction());
      double[] inRange = new double[d.length];
      for (int k = 0; k < d.length; k++) {
        if (eigenvalues[k] > 1e-11 * eigenvalues[d.length - 1]) {
          ReferenceFisher.addScaled(inRange, 1, reference.along(k, d));
        }
      }
      assertThat(relativeError(inRange, d)).isLessThan(1e-9);
    }
  }

  /** Each iteration is the best in a larger space, by dᵀ(F + λI)d/2 − gᵀd. */
  @Test
  void everyIterationLowersTheQuadraticModel() {
    Scene scene = Digits.trained(7, 720, 8, 40);
    ReferenceFisher reference = scene.reference(Fisher.EXACT);
    double last = 0;
    for (int most = 1; most <= 12; most++) {
      double[] d =
          scene.inWeights(solve(scene, 0.01, 1e-15, most, Preconditioner.NONE).direction());
      double model =
          (ReferenceFisher.dot(d, reference.times(d)) + 0.01 * ReferenceFisher.dot(d, d)) / 2
              - ReferenceFisher.dot(d, reference.gradient);
      assertThat(model).isLessThan(last);
      last = model;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1e-2, 1e-4, 1e-8})
  void endsWhereTheResidualIsThatPartOfTheGradient(double tolerance) {
    Scene scene = Digits.trained(7, 740, 8, 40);
    ReferenceFisher reference = scene.reference(Fisher.EXACT);
    for (Preconditioner preconditioner : Preconditioner.values()) {
      Solution solution = solve(scene, 0.01, tolerance, ENOUGH, preconditioner);
      assertThat(residual(reference, scene.inWeights(solution.direction())))
          .isLessThanOrEqualTo(tolerance * (1 + 1e-6));
      int taken = iterations(solution);
      if (taken > 1) {
        Solution sooner = solve(scene, 0.01, tolerance, taken - 1, preconditioner);
        assertThat(iterations(sooner)).isEqualTo(taken - 1);
        assertThat(residual(reference, scene.inWeights(sooner.direction())))
            .isGreaterThan(tolerance * (1 - 1e-6));
      }
    }
  }

  /** ‖(F + λI)d − g‖ / ‖g‖ at λ = 0.01. */
  private static double residual(ReferenceFisher reference, double[] d) {
    double[] rest = reference.times(d);
    ReferenceFisher.addScaled(rest, 0.01, d);
    ReferenceFisher.addScaled(rest, -1, reference.gradient);
    return ReferenceFisher.norm(rest) / ReferenceFisher.norm(reference.gradient);
  }

  /**
   * From the first steps of training to a fit, at the stop that is the default. It saves iterations
   * where damping does not: a fitted batch damped by 1e-2 and more takes up to half as many again,
   * for there the samples' curvatures are least alike.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0.1",
    "0, 1e-3",
    "20, 0.1",
    "20, 1e-3",
    "20, 0",
    "300, 1e-4",
    "300, 1e-5",
    "300, 0"
  })
  void thePreconditionerSavesIterationsAndChangesNothing(int steps, double damping) {
    for (int from : new int[] {800, 832, 864}) {
      Scene scene = Digits.trained(14, from, 16, steps);
      int plain = iterations(solve(scene, damping, 1e-3, ENOUGH, Preconditioner.NONE));
      int fewer = iterations(solve(scene, damping, 1e-3, ENOUGH, Preconditioner.SECOND_MOMENT));
      assertThat(fewer).isLessThanOrEqualTo(plain);
      double[] expected =
          scene.inWeights(solve(scene, damping, 1e-12, ENOUGH, Preconditioner.NONE).direction());
      Solution preconditioned = solve(scene, damping, 1e-12, ENOUGH, Preconditioner.SECOND_MOMENT);
      assertThat(relativeError(scene.inWeights(preconditioned.direction()), expected))
          .isLessThan(1e-6);
    }
  }

  @Test
  void recordsWhatItDid() {
    Scene scene = Digits.scene(7, 0, 8, 0.3);
    Curvature curvature = solve(scene, 0.25, 1e-3, 3, Preconditioner.NONE).curvature().get(0);
    assertThat(curvature.path()).isEqualTo(SolverPath.CG);
    assertThat(curvature.damping()).isCloseTo(0.25, within(0.0));
    assertThat(curvature.rank()).isNull();
    assertThat(curvature.iterations()).isEqualTo(3);
  }
}
