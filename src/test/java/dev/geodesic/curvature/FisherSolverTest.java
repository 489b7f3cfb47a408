package dev.geodesic.curvature;

import static dev.geodesic.curvature.Scene.relativeError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.SolverPath;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All solvers give one vector, that of a complete eigendecomposition of the written-down matrix.
 */
class FisherSolverTest {
  /** The dense path hands its step over in float32. */
  private static final double SINGLE_PRECISION = 2e-6;

  /** F is squared in nothing, but its condition number here reaches 1e6. */
  private static final double DOUBLE_PRECISION = 1e-8;

  private static final Scene AT_7 = Digits.scene(7, 0, 8, 0.2);
  private static final Scene CUT_AT_7 = Digits.scene(7, 150, 16, 0.4);
  private static final Scene DAMPED_AT_7 = Digits.scene(7, 250, 16, 0.4);

  /** Its complete eigendecomposition, at P = 1960, takes seconds. */
  private static final Scene AT_14 = Digits.scene(14, 50, 16, 0.05);

  private static double tolerance(Solver solver) {
    return solver == Solver.DENSE ? SINGLE_PRECISION : DOUBLE_PRECISION;
  }

  @ParameterizedTest
  @EnumSource(Solver.class)
  void givesTheReference(Solver solver) {
    for (Fisher fisher : Fisher.values()) {
      if (solver == Solver.CLOSED_FORM && fisher == Fisher.EMPIRICAL) {
        continue;
      }
      double[] expected = AT_7.reference(fisher).naturalGradient(1e-11, 0);
      assertThat(relativeError(AT_7.step(solver, 0, 0, fisher), expected))
          .as("%s", fisher)
          .isLessThan(Math.max(1e-6, tolerance(solver)));
    }
  }

  /** The conditions of Moore and Penrose, on the gradient: F⁺ is applied through the solver. */
  @ParameterizedTest
  @EnumSource(Solver.class)
  void theInverseIsTheOneOfMooreAndPenrose(Solver solver) {
    for (Scene scene : List.of(AT_7, AT_14)) {
      ReferenceFisher reference = scene.reference(Fisher.EXACT);
      double[] direction = scene.step(solver, 0, 0, Fisher.EXACT);
      assertThat(relativeError(direction, reference.naturalGradient(1e-11, 0)))
          .isLessThan(Math.max(1e-6, tolerance(solver)));
      // F F⁺ g = g, since g lies in the range of F …
      assertThat(relativeError(reference.times(direction), reference.gradient)).isLessThan(1e-5);
      // … and F⁺g has no part in the null space: it is F w for some w, so it is the shortest
      // solution.
      double[] values = reference.eigen().values();
      double[] stray = new double[reference.parameters];
      for (int k = 0; values[k] < 1e-11 * values[reference.parameters - 1]; k++) {
        ReferenceFisher.addScaled(stray, 1, reference.along(k, direction));
      }
      double length = ReferenceFisher.norm(direction);
      assertThat(ReferenceFisher.norm(stray)).isLessThan(1e-6 * length);
      assertSumsToZeroOverTheClasses(direction, length);
    }
  }

  private static void assertSumsToZeroOverTheClasses(double[] direction, double length) {
    int features = direction.length / 10;
    for (int i = 0; i < features; i++) {
      double sum = 0;
      for (int c = 0; c < 10; c++) {
        sum += direction[c * features + i];
      }
      assertThat(sum).isCloseTo(0, within(1e-6 * length));
    }
  }

  /** Cut in the widest gap of the spectrum, so that no eigenvalue is in doubt. */
  @ParameterizedTest
  @EnumSource(
      value = Solver.class,
      names = {"DENSE", "GRAM", "AUTO"})
  void truncatesByOneRule(Solver solver) {
    for (Fisher fisher : List.of(Fisher.EXACT, Fisher.SOFTMAX_OF_PROBABILITIES)) {
      ReferenceFisher reference = CUT_AT_7.reference(fisher);
      Cut cut = Cut.inTheWidestGap(reference.eigen().values());
      Solution solution = CUT_AT_7.solve(solver, cut.reltol, 0, fisher);
      Curvature curvature = solution.curvature().get(0);
      assertThat(curvature.rank()).as("%s", fisher).isEqualTo(cut.rank);
      assertThat(curvature.path())
          .isEqualTo(solver == Solver.DENSE ? SolverPath.DENSE : SolverPath.GRAM);
      assertThat(curvature.lambdaMax()).isCloseTo(cut.largest, within(1e-9 * cut.largest));
      assertThat(
              relativeError(
                  CUT_AT_7.inWeights(solution.direction()),
                  reference.naturalGradient(cut.reltol, 0)))
          .isLessThan(tolerance(solver));
    }
  }

  private record Cut(double reltol, int rank, double largest) {
    static Cut inTheWidestGap(double[] ascending) {
      int count = ascending.length;
      double largest = ascending[count - 1];
      int best = count - 20;
      for (int k = count - 100; k < count - 20; k++) {
        if (ascending[k + 1] / ascending[k] > ascending[best + 1] / ascending[best]) {
          best = k;
        }
      }
      double middle = Math.sqrt(ascending[best] * ascending[best + 1]);
      return new Cut(middle / largest, count - 1 - best, largest);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Solver.class,
      names = {"DENSE", "GRAM", "AUTO"})
  void dampsTheMeanFisherMatrixAt14(Solver solver) {
    double[] expected = AT_14.reference(Fisher.EXACT).naturalGradient(-1, 0.1);
    assertThat(relativeError(AT_14.step(solver, 0, 0.1, Fisher.EXACT), expected))
        .isLessThan(tolerance(solver));
  }

  @ParameterizedTest
  @EnumSource(
      value = Solver.class,
      names = {"DENSE", "GRAM", "AUTO"})
  void dampsTheMeanFisherMatrix(Solver solver) {
    for (Fisher fisher : Fisher.values()) {
      for (double damping : new double[] {1e-4, 0.1, 10}) {
        double[] expected = DAMPED_AT_7.reference(fisher).naturalGradient(-1, damping);
        assertThat(relativeError(DAMPED_AT_7.step(solver, 0, damping, fisher), expected))
            .as("%s %s", fisher, damping)
            .isLessThan(tolerance(solver));
      }
    }
  }

  @Test
  void dampingVanishesAndDominates() {
    Scene scene = Digits.scene(14, 350, 16, 0.1);
    double[] undamped = scene.step(Solver.CLOSED_FORM, 0, 0, Fisher.EXACT);
    double[] nearly = scene.step(Solver.AUTO, 0, 1e-10, Fisher.EXACT);
    assertThat(relativeError(nearly, undamped)).isLessThan(1e-4);
    double[] gradient = scene.reference(Fisher.EXACT).gradient;
    double[] strongly = scene.step(Solver.AUTO, 0, 1e7, Fisher.EXACT);
    double[] expected = Arrays.stream(gradient).map(value -> value / 1e7).toArray();
    assertThat(relativeError(strongly, expected)).isLessThan(1e-6);
  }

  @Test
  void truncationAndDampingTogetherFollowTheDefinition() {
    ReferenceFisher reference = CUT_AT_7.reference(Fisher.EXACT);
    Cut cut = Cut.inTheWidestGap(reference.eigen().values());
    double[] expected = reference.naturalGradient(cut.reltol, 0.01);
    assertThat(relativeError(CUT_AT_7.step(Solver.AUTO, cut.reltol, 0.01, Fisher.EXACT), expected))
        .isLessThan(DOUBLE_PRECISION);
  }

  @Test
  void autoTakesTheCheapestWay() {
    Scene small = Digits.scene(14, 0, 16, 0.05);
    assertThat(path(small, 1e-9, 0)).isEqualTo(SolverPath.CLOSED_FORM);
    assertThat(path(small, 0, 0.1)).isEqualTo(SolverPath.CHOLESKY);
    assertThat(path(small, 0.5, 0)).isEqualTo(SolverPath.GRAM);
    assertThat(path(Digits.scene(7, 0, 64, 0.05), 1e-9, 0)).isEqualTo(SolverPath.DENSE);
  }

  private static SolverPath path(Scene scene, double reltol, double damping) {
    return scene.solve(Solver.AUTO, reltol, damping, Fisher.EXACT).curvature().get(0).path();
  }

  @Test
  void autoRecordsTheLargestEigenvalueItDidNotNeed() {
    Scene scene = Digits.scene(7, 0, 8, 0.05);
    double[] eigenvalues = scene.reference(Fisher.EXACT).eigen().values();
    double largest = eigenvalues[eigenvalues.length - 1];
    Curvature curvature = scene.solve(Solver.AUTO, 0, 0, Fisher.EXACT).curvature().get(0);
    assertThat(curvature.path()).isEqualTo(SolverPath.CLOSED_FORM);
    assertThat(curvature.rank()).isEqualTo(8 * 9);
    assertThat(curvature.lambdaMax()).isCloseTo(largest, within(1e-4 * largest));
  }

  @Test
  void aRepeatedImageIsHandedOverByTheClosedForm() {
    float[][] x = Digits.images(7, 0, 8);
    int[] labels = Digits.labels(0, 8);
    x[5] = x[2].clone();
    labels[5] = labels[2];
    Scene scene = Scene.of(x, labels, 10, 0.2, 5);
    double[] expected = scene.reference(Fisher.EXACT).naturalGradient(1e-11, 0);
    for (Solver solver : new Solver[] {Solver.CLOSED_FORM, Solver.AUTO, Solver.GRAM}) {
      Solution solution = scene.solve(solver, 0, 0, Fisher.EXACT);
      assertThat(solution.curvature().get(0).path()).isEqualTo(SolverPath.GRAM);
      assertThat(solution.curvature().get(0).rank()).isEqualTo(7 * 9);
      assertThat(relativeError(scene.inWeights(solution.direction()), expected))
          .as(solver.confName())
          .isLessThan(1e-6);
    }
  }

  @Test
  void anEmptyImageAddsNothing() {
    float[][] x = Digits.images(7, 20, 8);
    Arrays.fill(x[3], 0);
    Scene scene = Scene.of(x, Digits.labels(20, 8), 10, 0.2, 6);
    double[] expected = scene.reference(Fisher.EXACT).naturalGradient(1e-11, 0);
    for (Solver solver : Solver.values()) {
      assertThat(relativeError(scene.step(solver, 0, 0, Fisher.EXACT), expected))
          .as(solver.confName())
          .isLessThan(SINGLE_PRECISION);
    }
  }

  /** 64 images of 7 × 7 pixels span fewer directions than there are images. */
  @Test
  void moreSamplesThanPixelsAreSolvedInTheWeights() {
    Scene scene = Digits.scene(7, 500, 64, 0.1);
    double[] expected = scene.reference(Fisher.EXACT).naturalGradient(1e-6, 0);
    assertThat(relativeError(scene.step(Solver.AUTO, 1e-6, 0, Fisher.EXACT), expected))
        .isLessThan(1e-5);
  }

  /** Weights this large leave p one-hot to working precision, some of it on the wrong digit. */
  @ParameterizedTest
  @EnumSource(Solver.class)
  void saturatedPredictionsGiveFiniteSteps(Solver solver) {
    Scene scene = Digits.scene(7, 600, 8, 30);
    assertThat(Arrays.stream(scene.step(solver, 1e-6, 0, Fisher.EXACT))).allMatch(Double::isFinite);
    if (solver != Solver.CLOSED_FORM) {
      assertThat(Arrays.stream(scene.step(solver, 0, 0.1, Fisher.EXACT)))
          .allMatch(Double::isFinite);
    }
  }
}
