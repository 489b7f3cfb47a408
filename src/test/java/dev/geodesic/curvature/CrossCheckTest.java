package dev.geodesic.curvature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Network;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check must pass what is right, and must not pass anything else. */
class CrossCheckTest {
  /** Logits and directions are float32, and of well-conditioned steps no more than that shows. */
  private static final double RIGHT = 1e-5;

  private static final Inversion DAMPED = new Inversion(0, 0.01, StepSize.OFF);
  private static final Inversion CUT = new Inversion(0.05, 0, StepSize.OFF);

  private static final List<Named<ForwardPass>> PASSES =
      List.of(
          Named.of("7 × 7 digits, uniform", Digits.scene(7, 0, 12, 0).pass),
          Named.of("7 × 7 digits", Digits.trained(7, 20, 12, 30).pass),
          Named.of("14 × 14 digits", Digits.trained(14, 40, 8, 30).pass),
          Named.of("more samples than pixels", Digits.trained(7, 100, 60, 30).pass),
          Named.of("tanh", NetworkScene.of(Activation.TANH, true, 6, 3, 8, 6, 4).pass),
          Named.of("ReLU", NetworkScene.of(Activation.RELU, true, 6, 2, 8, 7, 6, 4).pass));

  static Stream<Arguments> passes() {
    return PASSES.stream().map(Arguments::of);
  }

  private static Direction solve(
      ForwardPass pass, Solver solver, Fisher fisher, Inversion inversion) {
    return FisherSolver.of(solver, fisher)
        .solve(pass, Collections.nCopies(pass.trials(), inversion))
        .direction();
  }

  private static double[] check(
      ForwardPass pass, Direction direction, Fisher fisher, Inversion inversion) {
    return CrossCheck.ofNaturalGradient(
        pass, direction, fisher, Collections.nCopies(pass.trials(), inversion));
  }

  @ParameterizedTest
  @MethodSource("passes")
  void passesGradients(ForwardPass pass) {
    Direction gradient = new Direction.SampleSpace(pass.lossCotangent());
    assertThat(CrossCheck.ofGradient(pass, gradient)).hasSize(pass.trials());
    for (double difference : CrossCheck.ofGradient(pass, gradient)) {
      assertThat(difference).isLessThan(RIGHT);
    }
    for (double difference : CrossCheck.ofGradient(pass, scaled(pass, gradient, 1.001))) {
      assertThat(difference).isBetween(0.9e-3, 1.1e-3);
    }
  }

  @ParameterizedTest
  @MethodSource("passes")
  void passesWhatTheSolversFind(ForwardPass pass) {
    for (Fisher fisher : Fisher.values()) {
      for (Solver solver : new Solver[] {Solver.GRAM, Solver.AUTO}) {
        for (Inversion inversion :
            new Inversion[] {
              DAMPED, new Inversion(0, 1, 3), new Inversion(1e-4, 0.1, StepSize.OFF)
            }) {
          Direction direction = solve(pass, solver, fisher, inversion);
          for (double difference : check(pass, direction, fisher, inversion)) {
            assertThat(difference).as("%s %s %s", solver, fisher, inversion).isLessThan(RIGHT);
          }
        }
      }
    }
  }

  /** Full inverses, where the smallest eigenvalue kept multiplies what float32 leaves. */
  @ParameterizedTest
  @ValueSource(ints = {0, 30})
  void passesTheClosedForm(int steps) {
    Scene scene = Digits.trained(14, 40, 8, steps);
    for (double cap : new double[] {StepSize.OFF, 5}) {
      Inversion inversion = new Inversion(1e-12, 0, cap);
      for (Solver solver : new Solver[] {Solver.CLOSED_FORM, Solver.AUTO, Solver.GRAM}) {
        Direction direction = scene.solve(solver, inversion, Fisher.EXACT).direction();
        assertThat(check(scene.pass, direction, Fisher.EXACT, inversion)[0]).isLessThan(1e-4);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("passes")
  void doesNotPassAPerturbedDirection(ForwardPass pass) {
    Direction direction = solve(pass, Solver.AUTO, Fisher.EXACT, DAMPED);
    for (double difference : check(pass, scaled(pass, direction, 0.999), Fisher.EXACT, DAMPED)) {
      assertThat(difference).isBetween(0.9e-3, 1.1e-3);
    }
  }

  private static Direction scaled(ForwardPass pass, Direction direction, double factor) {
    Parameters vector = Network.inParameterSpace(pass, direction);
    double[] factors = new double[pass.trials()];
    Arrays.fill(factors, factor);
    vector.scale(factors);
    return new Direction.ParameterSpace(vector);
  }

  /** One trial of a pack alone: the others still pass. */
  @Test
  void tellsWhichTrialIsWrong() {
    ForwardPass pass = PASSES.get(4).getPayload();
    Parameters vector =
        Network.inParameterSpace(pass, solve(pass, Solver.AUTO, Fisher.EXACT, DAMPED));
    vector.scale(new double[] {1, 2, 1});
    double[] differences = check(pass, new Direction.ParameterSpace(vector), Fisher.EXACT, DAMPED);
    assertThat(differences[0]).isLessThan(RIGHT);
    assertThat(differences[1]).isBetween(0.99, 1.01);
    assertThat(differences[2]).isLessThan(RIGHT);
  }

  @ParameterizedTest
  @MethodSource("passes")
  void doesNotPassOtherHyperparameters(ForwardPass pass) {
    Direction damped = solve(pass, Solver.AUTO, Fisher.EXACT, DAMPED);
    assertAllLarge(check(pass, damped, Fisher.EXACT, new Inversion(0, 0.011, StepSize.OFF)), 1e-3);
    assertAllLarge(check(pass, damped, Fisher.EXACT, new Inversion(0, 0.01, 1.5)), 1e-2);
    assertAllLarge(check(pass, damped, Fisher.EMPIRICAL, DAMPED), 1e-2);
    assertAllLarge(check(pass, damped, Fisher.SOFTMAX_OF_PROBABILITIES, DAMPED), 1e-2);
    Direction cut = solve(pass, Solver.AUTO, Fisher.EXACT, CUT);
    assertAllLarge(check(pass, cut, Fisher.EXACT, new Inversion(1e-4, 0, StepSize.OFF)), 1e-2);
  }

  private static void assertAllLarge(double[] differences, double bound) {
    for (double difference : differences) {
      assertThat(difference).isGreaterThan(bound);
    }
  }

  /** The check sees the labels that the pass has, so the swap is made behind the solver's back. */
  @ParameterizedTest
  @MethodSource("passes")
  void doesNotPassASwappedLabel(ForwardPass pass) {
    int[] right = pass.device().download(pass.labels());
    int[] wrong = right.clone();
    wrong[1] = (right[1] + 1) % 4;
    Direction gradient = new Direction.SampleSpace(pass.lossCotangent());
    for (Fisher fisher : Fisher.values()) {
      Direction direction = solve(pass, Solver.AUTO, fisher, DAMPED);
      replaceLabels(pass, wrong);
      try {
        assertAllLarge(check(pass, direction, fisher, DAMPED), 1e-2);
        assertAllLarge(CrossCheck.ofGradient(pass, gradient), 1e-2);
      } finally {
        replaceLabels(pass, right);
      }
    }
  }

  private static void replaceLabels(ForwardPass pass, int[] others) {
    Device device = pass.device();
    int[] all = IntStream.range(0, others.length).toArray();
    device.gather(device.indices(others), device.indices(all), pass.labels());
  }

  /** Predictions sure of the wrong digit at 1e-30 and less, where u is 1e15. */
  @ParameterizedTest
  @ValueSource(doubles = {30, 60})
  void passesWhatIsRightOfCertainPredictions(double scale) {
    try (Device device = new CpuDevice()) {
      Scene scene =
          Scene.of(device, Digits.images(7, 600, 8), Digits.labels(600, 8), 10, scale, 601);
      for (Inversion inversion :
          new Inversion[] {new Inversion(0, 0.1, StepSize.OFF), new Inversion(0, 10, 100)}) {
        for (Fisher fisher : Fisher.values()) {
          Direction direction = scene.solve(Solver.AUTO, inversion, fisher).direction();
          assertThat(check(scene.pass, direction, fisher, inversion)[0])
              .as("%s %s", fisher, inversion)
              .isLessThan(1e-4);
        }
      }
    }
  }
}
