package dev.geodesic.curvature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.model.Direction;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States that nobody wishes for and every long sweep meets, one by one. */
class AdversarialStateTest {
  private static final Device DEVICE = new CpuDevice();
  private static final double SINGLE_PRECISION = 1e-7;

  static Stream<Arguments> states() {
    return Stream.of(
            state("one sample", images(1, 9), 5, 0.3),
            state("more samples than weights", images(12, 4), 2, 0.3),
            state("more samples than pixels", images(12, 9), 3, 0.3),
            state("an image twice", repeated(images(8, 16), 2), 5, 0.3),
            state("one image alone", repeated(images(6, 16), 6), 4, 1),
            state("an empty image", emptied(images(6, 16), 2), 4, 1),
            state("empty images alone", emptied(images(4, 16), 0, 1, 2, 3), 4, 1),
            state("labels ruled out", images(6, 16), 6, 30),
            state("labels ruled out beyond doubt", images(6, 36), 6, 100),
            state("nothing known", images(6, 16), 10, 0))
        .flatMap(
            scene ->
                Arrays.stream(Fisher.values())
                    .map(fisher -> Arguments.of(scene, Named.of(fisher.confName(), fisher))));
  }

  private static Named<Scene> state(String name, float[][] x, int classes, double scale) {
    // The last class has no sample.
    int[] labels = new int[x.length];
    for (int b = 0; b < labels.length; b++) {
      labels[b] = b % Math.max(1, classes - 1);
    }
    return Named.of(name, Scene.of(DEVICE, x, labels, classes, scale, 8));
  }

  private static float[][] images(int count, int pixels) {
    SplittableRandom random = new SplittableRandom(count);
    float[][] x = new float[count][pixels];
    for (float[] image : x) {
      for (int i = 0; i < pixels; i++) {
        image[i] = (float) random.nextDouble();
      }
    }
    return x;
  }

  private static float[][] repeated(float[][] x, int times) {
    for (int b = 1; b < times; b++) {
      x[b] = x[0].clone();
    }
    return x;
  }

  private static float[][] emptied(float[][] x, int... which) {
    for (int b : which) {
      Arrays.fill(x[b], 0);
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("states")
  void everySolverTruncatesAsTheReference(Scene scene, Fisher fisher) {
    for (double reltol : new double[] {1e-9, 1e-3, 0.2}) {
      assertIsReference(scene, fisher, new Inversion(reltol, 0, StepSize.OFF));
    }
  }

  @ParameterizedTest
  @MethodSource("states")
  void everySolverDampsAsTheReference(Scene scene, Fisher fisher) {
    for (double damping : new double[] {1e-4, 0.1, 10}) {
      assertIsReference(scene, fisher, new Inversion(0, damping, StepSize.OFF));
    }
  }

  private static void assertIsReference(Scene scene, Fisher fisher, Inversion inversion) {
    Expectation expected =
        new Expectation(scene.reference(fisher), inversion.reltol(), inversion.damping());
    for (Solver solver : new Solver[] {Solver.DENSE, Solver.GRAM, Solver.AUTO}) {
      Solution solution = scene.solve(solver, inversion, fisher);
      if (solution.direction() instanceof Direction.ParameterSpace
          && expected.length() > Float.MAX_VALUE) {
        continue;
      }
      assertThat(expected.differenceFrom(scene.inWeights(solution.direction())))
          .as("%s %s", solver, inversion)
          .isLessThanOrEqualTo(expected.error() + SINGLE_PRECISION * expected.length());
    }
  }

  /**
   * F of orthogonal images at zero weights has the eigenvalues ‖x‖²/(2B), here 16 to 4 to 1: the
   * rank that is counted there is the rank that is used.
   */
  @ParameterizedTest
  @EnumSource(
      value = Solver.class,
      names = {"DENSE", "GRAM", "AUTO"})
  void anEigenvalueAtTheCutOffIsKeptOrNot(Solver solver) {
    float[][] x = {{4, 0, 0}, {0, 2, 0}, {0, 0, 1}};
    Scene scene = Scene.of(DEVICE, x, new int[] {0, 1, 1}, 2, 0, 1);
    for (double reltol : new double[] {0.25, 0.0625}) {
      Solution solution = scene.solve(solver, new Inversion(reltol, 0, StepSize.OFF), Fisher.EXACT);
      Expectation expected = new Expectation(scene.reference(Fisher.EXACT), reltol, 0);
      assertThat(expected.mostRank() - expected.leastRank()).isEqualTo(1);
      double[] d = scene.inWeights(solution.direction());
      int rank = Objects.requireNonNull(solution.curvature().get(0).rank());
      double[] counted = new double[d.length];
      ReferenceFisher reference = scene.reference(Fisher.EXACT);
      for (int k = d.length - rank; k < d.length; k++) {
        ReferenceFisher.addScaled(
            counted, 1, reference.gradientAlong(k, 1 / reference.eigen().values()[k]));
      }
      assertThat(expected.differenceFrom(d)).isLessThan(1e-6);
      assertThat(Scene.relativeError(d, counted)).isLessThan(1e-6);
    }
  }

  /** The same where real digits put it: any eigenvalue of the spectrum as the cut-off. */
  @ParameterizedTest
  @ValueSource(ints = {1, 9, 30, 60, 71})
  void anEigenvalueOfDigitsAtTheCutOffIsKeptOrNot(int k) {
    Scene scene = Digits.scene(7, 900, 8, 0.4);
    ReferenceFisher reference = scene.reference(Fisher.EXACT);
    double[] eigenvalues = reference.eigen().values();
    double reltol = eigenvalues[eigenvalues.length - 1 - k] / eigenvalues[eigenvalues.length - 1];
    Expectation expected = new Expectation(reference, reltol, 0);
    assertThat(expected.mostRank()).isEqualTo(k + 1);
    assertThat(expected.leastRank()).isEqualTo(k);
    for (Solver solver : new Solver[] {Solver.DENSE, Solver.GRAM, Solver.AUTO}) {
      Solution solution = scene.solve(solver, new Inversion(reltol, 0, StepSize.OFF), Fisher.EXACT);
      assertThat(Objects.requireNonNull(solution.curvature().get(0).rank())).isBetween(k, k + 1);
      assertThat(expected.differenceFrom(scene.inWeights(solution.direction())))
          .as("%s", solver)
          .isLessThan(1e-6 * expected.length());
    }
  }

  /** Gram matrices of 6 samples in 1 direction and of 2 in 9 expand their images to equal sizes. */
  @Test
  void aDeviceServesPacksOfDifferentShapes() {
    try (Device device = new CpuDevice()) {
      for (int[] shape : new int[][] {{6, 2}, {2, 10}, {6, 2}}) {
        Scene scene = Scene.of(device, images(shape[0], 9), new int[shape[0]], shape[1], 0.3, 5);
        double[] expected = scene.reference(Fisher.EXACT).naturalGradient(1e-6, 0);
        double[] d = scene.step(Solver.GRAM, 1e-6, 0, Fisher.EXACT);
        assertThat(Scene.relativeError(d, expected)).isLessThan(1e-8);
      }
    }
  }

  /** p of the ruled-out classes is e^-700; their product is no number any more. */
  @ParameterizedTest
  @EnumSource(Fisher.class)
  void probabilitiesThatUnderflowLeaveTheRest(Fisher fisher) {
    float[][] x = {{1, 0}, {0, 1}};
    float[] weights = {0, 800, 1, 0, -900, 0, -950, 0.5f};
    Scene scene = Scene.at(DEVICE, x, new int[] {0, 2}, 4, weights);
    assertThat(scene.pass.losses().get()[0]).isGreaterThan(400).isFinite();
    for (Inversion inversion :
        List.of(new Inversion(1e-6, 0, StepSize.OFF), new Inversion(0, 0.1, StepSize.OFF))) {
      assertIsReference(scene, fisher, inversion);
    }
  }

  @ParameterizedTest
  @EnumSource(Preconditioner.class)
  void conjugateGradientsEndWhereThereIsNothingToFind(Preconditioner preconditioner) {
    Scene empty = Scene.of(DEVICE, emptied(images(3, 4), 0, 1, 2), new int[3], 3, 1, 2);
    Scene fitted =
        Scene.at(
            DEVICE,
            new float[][] {{1, 0}, {0, 1}},
            new int[] {0, 1},
            2,
            new float[] {900, 0, 0, 900});
    for (double damping : new double[] {0, 1e-3}) {
      assertThat(ReferenceFisher.norm(steps(empty, damping, preconditioner))).isZero();
      assertThat(ReferenceFisher.norm(steps(fitted, damping, preconditioner))).isLessThan(1e-12);
    }
  }

  /** Ruled out at 1e-13 each: the curvature that is left is all rounding beside the damping. */
  @ParameterizedTest
  @EnumSource(Preconditioner.class)
  void conjugateGradientsDampWhereThereIsNoCurvature(Preconditioner preconditioner) {
    float[] weights = {0, 60, 30, 30, 60, 0};
    Scene scene = Scene.at(DEVICE, new float[][] {{1, 0}, {0, 1}}, new int[] {0, 2}, 3, weights);
    double[] expected = scene.reference(Fisher.EXACT).naturalGradient(-1, 0.5);
    assertThat(Scene.relativeError(steps(scene, 0.5, preconditioner), expected)).isLessThan(1e-9);
  }

  private static double[] steps(Scene scene, double damping, Preconditioner preconditioner) {
    ConjugateGradient trial =
        Specs.cg(Specs.rate(1), Specs.damping(damping), 1e-10, 50, preconditioner);
    Direction direction =
        ConjugateGradientSolver.solve(scene.pass, List.of(trial), new double[] {damping})
            .direction();
    return scene.inWeights(direction);
  }

  /** Where samples fit perfectly, what is left of p − e_y is in the other classes. */
  @Test
  void theEmpiricalMatrixKeepsTheDigitsOfAPerfectFit() {
    float[] weights = {30, 0, 0, 30};
    Scene scene =
        Scene.at(DEVICE, new float[][] {{1, 0.25f}, {0.25f, 1}}, new int[] {0, 1}, 2, weights);
    double[] expected = scene.reference(Fisher.EMPIRICAL).naturalGradient(1e-9, 0);
    double[] d = scene.step(Solver.GRAM, 1e-9, 0, Fisher.EMPIRICAL);
    assertThat(Scene.relativeError(d, expected)).isLessThan(1e-10);
    assertThat(scene.probabilities()[0][1]).isLessThan(NaturalGradient.RELTOL_FLOOR * 1e3);
  }
}
