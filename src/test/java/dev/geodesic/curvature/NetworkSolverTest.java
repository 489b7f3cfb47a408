package dev.geodesic.curvature;

import static dev.geodesic.curvature.Scene.relativeError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.model.Direction;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Natural gradients of networks, trial by trial of a pack, against the matrix of their differences.
 */
class NetworkSolverTest {
  /**
   * Production layers are multiplied in float32, so that F is off by about 1e-6 of itself and not
   * by 2e-14, and what that may do to a step grows in the same proportion; see {@link Expectation}.
   */
  private static final double SINGLE_PRECISION = 1e-6 / 2e-14;

  private static final double[] DAMPINGS = {3e-3, 0.1, 10};

  private static final List<Named<NetworkScene>> NETWORKS =
      List.of(
          Named.of("one layer, tanh", NetworkScene.of(Activation.TANH, false, 5, 3, 6, 5, 4)),
          Named.of("one layer, bias", NetworkScene.of(Activation.RELU, true, 5, 3, 6, 5, 4)),
          Named.of("two layers", NetworkScene.of(Activation.TANH, true, 5, 3, 6, 5, 4, 4)),
          Named.of("three layers", NetworkScene.of(Activation.RELU, true, 6, 3, 6, 6, 5, 4, 4)),
          Named.of("P < Br", NetworkScene.of(Activation.TANH, true, 24, 3, 3, 2, 4)));

  static Stream<Arguments> networks() {
    return NETWORKS.stream().map(Arguments::of);
  }

  private static Solution solve(
      NetworkScene scene, Solver solver, Fisher fisher, List<Inversion> inversions) {
    return FisherSolver.of(solver, fisher).solve(scene.pass, inversions);
  }

  /** Cut in the widest gap of each trial's spectrum, so that no eigenvalue is in doubt. */
  @ParameterizedTest
  @MethodSource("networks")
  void everySolverTruncatesAsTheReference(NetworkScene scene) {
    for (Fisher fisher : Fisher.values()) {
      List<Inversion> inversions =
          IntStream.range(0, scene.trials())
              .mapToObj(t -> new Inversion(widestGap(scene.fisher(t, fisher, 3)), 0, 3))
              .toList();
      assertAreReference(scene, fisher, inversions);
    }
  }

  private static double widestGap(ReferenceFisher fisher) {
    double[] eigenvalues = fisher.eigen().values();
    double largest = eigenvalues[eigenvalues.length - 1];
    double widest = 0;
    double middle = 0;
    for (int k = eigenvalues.length - 1; k > 0 && eigenvalues[k] > 1e-2 * largest; k--) {
      double below = Math.max(eigenvalues[k - 1], 1e-6 * largest);
      if (eigenvalues[k] / below > widest) {
        widest = eigenvalues[k] / below;
        middle = Math.sqrt(eigenvalues[k] * below) / largest;
      }
    }
    return middle;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everySolverDampsAsTheReference(NetworkScene scene) {
    for (Fisher fisher : Fisher.values()) {
      assertAreReference(
          scene,
          fisher,
          IntStream.range(0, scene.trials())
              .mapToObj(t -> new Inversion(0, DAMPINGS[t], StepSize.OFF))
              .toList());
    }
  }

  private static void assertAreReference(
      NetworkScene scene, Fisher fisher, List<Inversion> inversions) {
    for (Solver solver : new Solver[] {Solver.DENSE, Solver.GRAM, Solver.AUTO}) {
      Solution solution = solve(scene, solver, fisher, inversions);
      for (int t = 0; t < scene.trials(); t++) {
        Inversion inversion = inversions.get(t);
        Expectation expected =
            new Expectation(
                scene.fisher(t, fisher, inversion.maxInverseProbability()),
                inversion.reltol(),
                inversion.damping());
        assertThat(SINGLE_PRECISION * expected.error()).isLessThan(0.02 * expected.length());
        assertThat(expected.differenceFrom(scene.inWeights(solution.direction(), t)))
            .as("%s %s, trial %s", solver, fisher, t)
            .isLessThan(SINGLE_PRECISION * expected.error());
        if (inversion.reltol() > 0) {
          assertThat(solution.curvature().get(t).rank()).isEqualTo(expected.leastRank());
        }
      }
    }
  }

  /** The two sides of A: same matrix to the last digits, however far both are from float64. */
  @ParameterizedTest
  @MethodSource("networks")
  void theWayOverTheWeightsAndTheWayOverTheSamplesMeet(NetworkScene scene) {
    for (Fisher fisher : Fisher.values()) {
      List<Inversion> inversions =
          Collections.nCopies(scene.trials(), new Inversion(0, 1e-3, StepSize.OFF));
      Direction dense = solve(scene, Solver.DENSE, fisher, inversions).direction();
      Direction gram = solve(scene, Solver.GRAM, fisher, inversions).direction();
      for (int t = 0; t < scene.trials(); t++) {
        assertThat(relativeError(scene.inWeights(gram, t), scene.inWeights(dense, t)))
            .as("%s, trial %s", fisher, t)
            .isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void conjugateGradientsConvergeToTheDampedStep(NetworkScene scene) {
    List<ConjugateGradient> trials =
        Stream.of(0, 1, 2)
            .map(
                t ->
                    Specs.cg(
                        Specs.rate(1), Specs.damping(DAMPINGS[t]), 1e-5, 300, Preconditioner.NONE))
            .toList();
    Solution solution = ConjugateGradientSolver.solve(scene.pass, trials, DAMPINGS);
    for (int t = 0; t < scene.trials(); t++) {
      Expectation expected =
          new Expectation(scene.fisher(t, Fisher.EXACT, StepSize.OFF), 0, DAMPINGS[t]);
      assertThat(expected.differenceFrom(scene.inWeights(solution.direction(), t)))
          .isLessThan(SINGLE_PRECISION * expected.error() + 1e-3 * expected.length());
      assertThat(Objects.requireNonNull(solution.curvature().get(t).iterations())).isLessThan(300);
    }
  }

  /** (F + λI)d = g + λμd′, the normal equations of what SPRING minimises. */
  @ParameterizedTest
  @MethodSource("networks")
  void springSolvesItsNormalEquations(NetworkScene scene) {
    double[] momentum = {0, 0.5, 0.95};
    try (Parameters last = scene.network.weights().zeros()) {
      last.copyFrom(scene.vector(9));
      double[][] before = new double[3][];
      for (int t = 0; t < 3; t++) {
        before[t] = scene.of(last, t);
      }
      List<Curvature> curvature = SpringSolver.solve(scene.pass, last, momentum, DAMPINGS);
      for (int t = 0; t < scene.trials(); t++) {
        ReferenceFisher fisher = scene.fisher(t, Fisher.EXACT, StepSize.OFF);
        double[] d = scene.of(last, t);
        double[] left = fisher.times(d);
        ReferenceFisher.addScaled(left, DAMPINGS[t], d);
        double[] right = fisher.gradient.clone();
        ReferenceFisher.addScaled(right, DAMPINGS[t] * momentum[t], before[t]);
        assertThat(relativeError(left, right)).isLessThan(2e-5);
        assertThat(curvature.get(t).path()).isEqualTo(SolverPath.CHOLESKY);
      }
    }
  }

  /**
   * Softmax regression: the closed form, the eigenvalues and a factorisation, each for its trial.
   */
  @Test
  void autoMixesItsWaysInOnePack() {
    NetworkScene scene = NetworkScene.of(Activation.TANH, false, 5, 3, 12, 4);
    List<Inversion> inversions =
        List.of(
            new Inversion(1e-12, 0, StepSize.OFF),
            new Inversion(0.1, 0, 4),
            new Inversion(0, 0.1, StepSize.OFF));
    Solution auto = solve(scene, Solver.AUTO, Fisher.EXACT, inversions);
    assertThat(auto.curvature().stream().map(Curvature::path))
        .containsExactly(SolverPath.CLOSED_FORM, SolverPath.GRAM, SolverPath.CHOLESKY);
    Solution gram = solve(scene, Solver.GRAM, Fisher.EXACT, inversions);
    for (int t = 0; t < 3; t++) {
      assertThat(
              relativeError(
                  scene.inWeights(auto.direction(), t), scene.inWeights(gram.direction(), t)))
          .isLessThan(1e-5);
    }
  }

  @Test
  void autoTakesTheSmallerMatrix() {
    List<Inversion> inversions = Collections.nCopies(3, new Inversion(0, 1e-2, StepSize.OFF));
    NetworkScene few = NETWORKS.get(0).getPayload();
    Curvature overSamples = solve(few, Solver.AUTO, Fisher.EXACT, inversions).curvature().get(0);
    assertThat(overSamples.path()).isEqualTo(SolverPath.CHOLESKY);
    assertThat(overSamples.rank()).isEqualTo(5 * 3);
    NetworkScene many = NETWORKS.get(4).getPayload();
    Solution overWeights = solve(many, Solver.AUTO, Fisher.EXACT, inversions);
    assertThat(overWeights.curvature().get(0).path()).isEqualTo(SolverPath.CHOLESKY);
    assertThat(overWeights.curvature().get(0).rank()).isEqualTo(many.parameters());
    assertThat(many.parameters()).isLessThan(24 * 3);
    Direction gram = solve(many, Solver.GRAM, Fisher.EXACT, inversions).direction();
    for (int t = 0; t < 3; t++) {
      assertThat(relativeError(many.inWeights(overWeights.direction(), t), many.inWeights(gram, t)))
          .isLessThan(1e-5);
    }
  }
}
