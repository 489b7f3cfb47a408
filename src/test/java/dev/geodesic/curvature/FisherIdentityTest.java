package dev.geodesic.curvature;

import static dev.geodesic.curvature.Scene.relativeError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Solver;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Fisher matrix and its inverse are, whoever computes them. */
class FisherIdentityTest {
  private static final double ROUNDING = 1e-9;

  static Stream<Arguments> sidesAndFishers() {
    return Stream.of(7, 14)
        .flatMap(side -> Arrays.stream(Fisher.values()).map(fisher -> Arguments.of(side, fisher)));
  }

  @ParameterizedTest
  @MethodSource("sidesAndFishers")
  void theDenseMatrixIsTheOneOfTheDefinition(int side, Fisher fisher) {
    Scene scene = Digits.scene(side, 0, 16, 0.3);
    ReferenceFisher reference = scene.reference(fisher);
    double[] expected = Arrays.stream(reference.matrix).flatMapToDouble(Arrays::stream).toArray();
    assertThat(relativeError(scene.denseMatrix(fisher), expected)).isLessThan(1e-12);
    assertThat(relativeError(scene.denseGradient(fisher), reference.gradient)).isLessThan(ROUNDING);
  }

  /** F v = (1/B) Σ x_b ⊗ M_b (Vᵀx_b), which forms no matrix of the weights' size. */
  @ParameterizedTest
  @ValueSource(ints = {7, 14})
  void itsColumnsAreFisherVectorProducts(int side) {
    Scene scene = Digits.scene(side, 50, 16, 0.3);
    for (Fisher fisher : Fisher.values()) {
      double[] matrix = scene.denseMatrix(fisher);
      for (int column : new int[] {3, scene.parameters() / 2, scene.parameters() - 7}) {
        double[] unit = new double[scene.parameters()];
        unit[column] = 1;
        double[] expected = fisherVectorProduct(scene, unit, fisher);
        double[] actual =
            Arrays.copyOfRange(
                matrix, column * scene.parameters(), (column + 1) * scene.parameters());
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i]).isCloseTo(expected[i], within(1e-12));
        }
      }
    }
  }

  private static double[] fisherVectorProduct(Scene scene, double[] v, Fisher fisher) {
    double[][] x = scene.samples();
    double[][] p = scene.probabilities();
    double[] product = new double[v.length];
    int features = x[0].length;
    for (int b = 0; b < x.length; b++) {
      double[][] logits = new double[scene.classes][1];
      for (int i = 0; i < v.length; i++) {
        logits[i / features][0] += x[b][i % features] * v[i];
      }
      double[][] moved =
          ReferenceFisher.multiply(
              ReferenceFisher.outputCurvature(p[b], scene.labels[b], fisher), logits);
      for (int i = 0; i < v.length; i++) {
        product[i] += x[b][i % features] * moved[i / features][0] / x.length;
      }
    }
    return product;
  }

  /** The empirical matrix is none. */
  @ParameterizedTest
  @MethodSource("sidesAndFishers")
  void itIsTheHessianOfTheDivergence(int side, Fisher fisher) {
    if (fisher == Fisher.EMPIRICAL) {
      return;
    }
    Scene scene = Digits.scene(side, 100, 16, 0.3);
    double[] matrix = scene.denseMatrix(fisher);
    SplittableRandom random = new SplittableRandom(3);
    for (int repetition = 0; repetition < 4; repetition++) {
      double[] v = random.doubles(scene.parameters(), -1, 1).toArray();
      double step = 1e-4;
      // KL has a minimum of 0 at θ₀, so a central second difference needs two values.
      double second =
          (divergence(scene, v, step, fisher) + divergence(scene, v, -step, fisher))
              / (step * step);
      assertThat(second).isCloseTo(quadraticForm(matrix, v), within(1e-4 * Math.abs(second)));
    }
  }

  /**
   * KL(output at θ₀‖output at θ₀ + step·v), by definition; the output of the variant is softmax(p).
   */
  private static double divergence(Scene scene, double[] v, double step, Fisher fisher) {
    double sum = 0;
    double[][] x = scene.samples();
    for (double[] sample : x) {
      double[] before = new double[scene.classes];
      double[] after = new double[scene.classes];
      for (int i = 0; i < sample.length; i++) {
        for (int c = 0; c < scene.classes; c++) {
          int parameter = c * sample.length + i;
          before[c] += sample[i] * scene.weights[parameter];
          after[c] += sample[i] * (scene.weights[parameter] + step * v[parameter]);
        }
      }
      double[] p = output(before, fisher);
      double[] q = output(after, fisher);
      for (int c = 0; c < p.length; c++) {
        sum += p[c] * Math.log(p[c] / q[c]);
      }
    }
    return sum / x.length;
  }

  private static double quadraticForm(double[] matrix, double[] v) {
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        sum += v[i] * matrix[i * v.length + j] * v[j];
      }
    }
    return sum;
  }

  private static double[] output(double[] logits, Fisher fisher) {
    double[] p = softmax(logits);
    return fisher == Fisher.EXACT ? p : softmax(p);
  }

  private static double[] softmax(double[] z) {
    double max = Arrays.stream(z).max().orElseThrow();
    double[] e = Arrays.stream(z).map(value -> Math.exp(value - max)).toArray();
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(value -> value / sum).toArray();
  }

  @Test
  void theNaturalGradientMeetsTheGradientInTheOddsOfTheLabels() {
    for (int side : new int[] {7, 14}) {
      Scene scene = Digits.scene(side, 200, 16, 0.3);
      double[] direction = scene.step(Solver.AUTO, 0, 0, Fisher.EXACT);
      double odds = 0;
      double[][] p = scene.probabilities();
      for (int b = 0; b < p.length; b++) {
        odds += (1 / p[b][scene.labels[b]] - 1) / p.length;
      }
      double product = ReferenceFisher.dot(direction, scene.reference(Fisher.EXACT).gradient);
      assertThat(product).isCloseTo(odds, within(ROUNDING * odds));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Solver.class,
      names = {"GRAM", "CLOSED_FORM", "AUTO"})
  void aStepMovesEachSampleTowardsItsLabelAlone(Solver solver) {
    Scene scene = Digits.scene(14, 300, 16, 0.3);
    double[] direction = scene.step(solver, 0, 0, Fisher.EXACT);
    double[][] x = scene.samples();
    double[][] p = scene.probabilities();
    for (int b = 0; b < x.length; b++) {
      double odds = 1 / p[b][scene.labels[b]];
      for (int c = 0; c < scene.classes; c++) {
        double moved = 0;
        for (int i = 0; i < x[b].length; i++) {
          moved -= x[b][i] * direction[c * x[b].length + i];
        }
        double expected = odds * ((c == scene.labels[b] ? 1 : 0) - 1.0 / scene.classes);
        assertThat(moved).isCloseTo(expected, within(1e-7 * odds));
      }
    }
  }

  @Test
  void atZeroWeightsItIsTheSecondMomentTimesTheUniformCovariance() {
    Scene scene = Digits.scene(7, 500, 16, 0);
    double[] matrix = scene.denseMatrix(Fisher.EXACT);
    double[][] uniform = new double[10][10];
    for (int c = 0; c < 10; c++) {
      for (int k = 0; k < 10; k++) {
        uniform[c][k] = (c == k ? 0.1 : 0) - 0.01;
      }
    }
    double[][] x = scene.samples();
    for (int i = 0; i < x[0].length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        double moment = 0;
        for (double[] sample : x) {
          moment += sample[i] * sample[j] / x.length;
        }
        for (int c = 0; c < 10; c++) {
          assertThat(matrix[(c * 49 + i) * scene.parameters() + 3 * 49 + j])
              .isCloseTo(moment * uniform[c][3], within(1e-12));
        }
      }
    }
  }

  @Test
  void theVariantIsAHundredTimesLongerAtUniformPredictions() {
    for (Solver solver : new Solver[] {Solver.GRAM, Solver.CLOSED_FORM, Solver.AUTO}) {
      Scene scene = Digits.scene(14, 600, 16, 0);
      double[] exact = scene.step(solver, 0, 0, Fisher.EXACT);
      double[] variant = scene.step(solver, 0, 0, Fisher.SOFTMAX_OF_PROBABILITIES);
      double[] expected = Arrays.stream(exact).map(value -> 100 * value).toArray();
      assertThat(relativeError(variant, expected)).as(solver.confName()).isLessThan(1e-7);
    }
  }
}
