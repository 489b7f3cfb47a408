package dev.geodesic.curvature;

import static dev.geodesic.curvature.Scene.relativeError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.device.AlteredDevice;
import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks of every shape, trial by trial of a pack, against the differences of a forward pass in
 * plain loops: gradients, Jacobian products, and the Fisher matrix in each of its forms.
 */
class NetworkDerivativesTest {
  /** Layers are multiplied in float32; a few of them, some dozen numbers wide. */
  private static final double SINGLE_PRECISION = 5e-6;

  /** Central differences at a step of 1e-5. */
  private static final double DIFFERENCES = 1e-8;

  private static final int[][] SHAPES = {{6, 4}, {6, 5, 4}, {6, 5, 4, 4}, {6, 5, 4, 3, 4}};

  /** Every one serves all tests: its Jacobians take longer than anything else here. */
  private static final List<Named<NetworkScene>> NETWORKS = new ArrayList<>();

  static {
    for (Activation activation : Activation.values()) {
      for (int[] shape : SHAPES) {
        for (boolean bias : new boolean[] {false, true}) {
          String name =
              activation.confName() + " " + Arrays.toString(shape) + (bias ? " with bias" : "");
          NETWORKS.add(Named.of(name, NetworkScene.of(activation, bias, 7, 3, shape)));
        }
      }
    }
  }

  static Stream<Arguments> networks() {
    return NETWORKS.stream().map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theReferenceIsTheNetwork(NetworkScene scene) {
    for (int t = 0; t < scene.trials(); t++) {
      ReferenceNetwork reference = scene.reference(t);
      double[] w = scene.weights(t);
      assertThat(reference.loss()).isCloseTo(scene.loss(w), within(1e-13));
      assertThat(relativeError(flat(reference.probabilities()), flat(scene.probabilities(w))))
          .isLessThan(1e-13);
      assertThat(
              relativeError(
                  flat(NetworkScene.of(scene.pass.probabilities(), t)),
                  flat(scene.probabilities(w))))
          .isLessThan(SINGLE_PRECISION);
      assertThat(scene.pass.losses().get()[t]).isCloseTo(scene.loss(w), within(SINGLE_PRECISION));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theGradientIsTheDifferenceOfTheLoss(NetworkScene scene) {
    Parameters gradient = scene.pass.pullback(scene.pass.lossCotangent());
    for (int t = 0; t < scene.trials(); t++) {
      double[] w = scene.weights(t);
      double[] differences = new double[w.length];
      for (int k = 0; k < w.length; k++) {
        double at = w[k];
        w[k] = at + 1e-5;
        double above = scene.loss(w);
        w[k] = at - 1e-5;
        differences[k] = (above - scene.loss(w)) / 2e-5;
        w[k] = at;
      }
      double[] reference = scene.reference(t).gradient();
      assertThat(relativeError(reference, differences)).isLessThan(DIFFERENCES);
      assertThat(relativeError(scene.of(gradient, t), reference)).isLessThan(SINGLE_PRECISION);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theJacobianProductsAreThoseOfTheJacobian(NetworkScene scene) {
    Parameters direction = scene.vector(5);
    Panel cotangent = scene.cotangent(6);
    Panel change = scene.pass.newPanel();
    scene.pass.pushforward(direction, change);
    Parameters pulledBack = scene.pass.pullback(cotangent);
    Panel moved = scene.pass.newPanel();
    scene.pass.neuralTangent(cotangent, moved, Precision.SINGLE);
    for (int t = 0; t < scene.trials(); t++) {
      double[][][] jacobian = scene.jacobian(t);
      double[] d = scene.of(direction, t);
      double[] m = flat(NetworkScene.of(cotangent, t));
      double[] transposed = pullback(jacobian, m);
      assertThat(relativeError(flat(NetworkScene.of(change, t)), pushforward(jacobian, d)))
          .isLessThan(SINGLE_PRECISION);
      assertThat(relativeError(scene.of(pulledBack, t), transposed)).isLessThan(SINGLE_PRECISION);
      assertThat(relativeError(flat(NetworkScene.of(moved, t)), pushforward(jacobian, transposed)))
          .as("J Jᵀ M")
          .isLessThan(SINGLE_PRECISION);
    }
  }

  /** ⟨J d, M⟩ = ⟨d, JᵀM⟩, without any other derivative to compare with. */
  @ParameterizedTest
  @MethodSource("networks")
  void pushforwardAndPullbackAreAdjoint(NetworkScene scene) {
    for (int seed = 0; seed < 5; seed++) {
      Parameters direction = scene.vector(seed);
      Panel cotangent = scene.cotangent(10 + seed);
      Panel change = scene.pass.newPanel();
      scene.pass.pushforward(direction, change);
      double[] onLogits = scene.device.panels().dot(change, cotangent).get();
      double[] onWeights = direction.dot(scene.pass.pullback(cotangent)).get();
      double[] changes = scene.device.panels().dot(change, change).get();
      double[] cotangents = scene.device.panels().dot(cotangent, cotangent).get();
      for (int t = 0; t < scene.trials(); t++) {
        double scale = Math.sqrt(changes[t] * cotangents[t]);
        assertThat(onWeights[t]).isCloseTo(onLogits[t], within(1e-6 * scale));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void subtractingAPullbackIsAddingIt(NetworkScene scene) {
    double[] factors = {0.5, -2, 3};
    Panel cotangent = scene.cotangent(3);
    Parameters sum = scene.vector(4);
    Parameters expected = scene.vector(4);
    scene.pass.subtractPullback(factors, cotangent, sum);
    expected.subtract(factors, scene.pass.pullback(cotangent));
    for (int t = 0; t < scene.trials(); t++) {
      assertThat(relativeError(scene.of(sum, t), scene.of(expected, t))).isLessThan(1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theDenseMatrixIsTheOneOfTheDefinition(NetworkScene scene) {
    for (Fisher fisher : Fisher.values()) {
      for (double cap : new double[] {StepSize.OFF, 2}) {
        FisherFactors factors = scene.pass.factor(fisher, caps(scene, cap));
        for (int t = 0; t < scene.trials(); t++) {
          ReferenceFisher expected = scene.fisher(t, fisher, cap);
          SymmetricSystems dense = factors.dense(t);
          assertThat(relativeError(dense.matrix(0), flat(expected.matrix)))
              .isLessThan(SINGLE_PRECISION);
          assertThat(relativeError(dense.vector(0), expected.gradient))
              .isLessThan(SINGLE_PRECISION);
        }
      }
    }
  }

  /** And so does the reference, in factors of its own. */
  @ParameterizedTest
  @MethodSource("networks")
  void theReferenceHasTheMatrixOfTheDefinition(NetworkScene scene) {
    int parameters = scene.parameters();
    for (Fisher fisher : Fisher.values()) {
      ReferenceFisher expected = scene.fisher(1, fisher, 2);
      ReferenceNetwork.Factor factor = scene.reference(1).factor(fisher, 2);
      double[][] columns = new double[factor.order()][];
      for (int k = 0; k < columns.length; k++) {
        double[] unit = new double[columns.length];
        unit[k] = 1;
        columns[k] = factor.multiply(unit);
      }
      double[] matrix = new double[parameters * parameters];
      double[] gram = new double[columns.length * columns.length];
      for (int k = 0; k < columns.length; k++) {
        for (int i = 0; i < parameters; i++) {
          for (int j = 0; j < parameters; j++) {
            matrix[i * parameters + j] += columns[k][i] * columns[k][j];
          }
        }
        for (int other = 0; other < columns.length; other++) {
          gram[k * columns.length + other] = ReferenceFisher.dot(columns[k], columns[other]);
        }
      }
      assertThat(relativeError(matrix, flat(expected.matrix))).isLessThan(DIFFERENCES);
      assertThat(relativeError(factor.gram(), gram)).isLessThan(1e-12);
      assertThat(relativeError(factor.multiply(factor.u()), expected.gradient))
          .isLessThan(DIFFERENCES);
    }
  }

  /**
   * AᵀA and u with columns J_bᵀN_bj/√B, N the Cholesky factor of M by the textbook, whose diagonal
   * is positive and which is therefore the only one.
   */
  @ParameterizedTest
  @MethodSource("networks")
  void theGramMatrixIsThatOfTheColumns(NetworkScene scene) {
    FisherFactors factors = scene.pass.factor(Fisher.EXACT, caps(scene, StepSize.OFF));
    for (int t = 0; t < scene.trials(); t++) {
      double[][] columns = columns(scene, t);
      double[] gram = new double[columns.length * columns.length];
      for (int i = 0; i < columns.length; i++) {
        for (int j = 0; j < columns.length; j++) {
          gram[i * columns.length + j] = ReferenceFisher.dot(columns[i], columns[j]);
        }
      }
      SymmetricSystems system = factors.gram(t);
      assertThat(system.order()).isEqualTo(factors.order()).isEqualTo(columns.length);
      assertThat(relativeError(system.matrix(0), gram)).isLessThan(SINGLE_PRECISION);
      double[] u = system.vector(0);
      double[] product = new double[scene.parameters()];
      for (int i = 0; i < columns.length; i++) {
        ReferenceFisher.addScaled(product, u[i], columns[i]);
      }
      assertThat(relativeError(product, scene.reference(t).gradient()))
          .isLessThan(SINGLE_PRECISION);
    }
  }

  /** What the first ones share must outlive the memory of each. */
  @ParameterizedTest
  @MethodSource("networks")
  void systemsThatAreFormedOneAfterTheOtherAreTheSame(NetworkScene scene) {
    FisherFactors factors = scene.pass.factor(Fisher.EXACT, caps(scene, StepSize.OFF));
    int[] trials = IntStream.range(0, scene.trials()).toArray();
    List<double[]> found = new ArrayList<>();
    factors.forEachGram(trials, systems -> found.add(systems.matrix(0)));
    factors.forEachDense(trials, systems -> found.add(systems.matrix(0)));
    assertThat(found).hasSize(2 * trials.length);
    FisherFactors others = scene.pass.factor(Fisher.EXACT, caps(scene, StepSize.OFF));
    for (int t : trials) {
      assertThat(found.get(t)).isEqualTo(others.gram(t).matrix(0));
      assertThat(found.get(trials.length + t)).isEqualTo(others.dense(t).matrix(0));
    }
  }

  @Test
  void eachSystemHasAScopeOfItsOwn() {
    AtomicInteger scopes = new AtomicInteger();
    Device device =
        AlteredDevice.of(
            new CpuDevice(),
            "inScope",
            () -> {
              scopes.incrementAndGet();
              return null;
            });
    Scene scene = Scene.of(device, new float[][] {{1, 2}, {3, 4}}, new int[] {0, 1}, 3, 0.5, 1);
    FisherFactors factors = scene.pass.factor(Fisher.EXACT, new double[] {StepSize.OFF});
    int before = scopes.get();
    factors.forEachGram(new int[] {0}, systems -> assertThat(scopes).hasValue(before + 1));
    factors.forEachDense(new int[] {0}, systems -> assertThat(scopes).hasValue(before + 2));
    assertThat(scopes).hasValue(before + 2);
    device.close();
  }

  private static double[][] columns(NetworkScene scene, int t) {
    double[][][] jacobian = scene.jacobian(t);
    double[][] p = scene.probabilities(scene.weights(t));
    int directions = scene.classes - 1;
    double[][] columns = new double[p.length * directions][scene.parameters()];
    for (int b = 0; b < p.length; b++) {
      double[][] n = cholesky(ReferenceFisher.outputCurvature(p[b], 0, Fisher.EXACT));
      for (int j = 0; j < directions; j++) {
        for (int c = 0; c < scene.classes; c++) {
          ReferenceFisher.addScaled(
              columns[b * directions + j], n[c][j] / Math.sqrt(p.length), jacobian[b][c]);
        }
      }
    }
    return columns;
  }

  /** All but the last column, which is zero. */
  private static double[][] cholesky(double[][] s) {
    double[][] n = new double[s.length][s.length - 1];
    for (int j = 0; j < s.length - 1; j++) {
      for (int i = j; i < s.length; i++) {
        double rest = s[i][j];
        for (int k = 0; k < j; k++) {
          rest -= n[i][k] * n[j][k];
        }
        n[i][j] = i == j ? Math.sqrt(rest) : rest / n[j][j];
      }
    }
    return n;
  }

  /** By second differences along random lines; the empirical matrix is none. */
  @ParameterizedTest
  @MethodSource("networks")
  void theFisherMatrixIsTheHessianOfTheDivergence(NetworkScene scene) {
    for (Fisher fisher : new Fisher[] {Fisher.EXACT, Fisher.SOFTMAX_OF_PROBABILITIES}) {
      double[] w = scene.weights(0);
      ReferenceFisher reference = scene.fisher(0, fisher, StepSize.OFF);
      for (int seed = 0; seed < 3; seed++) {
        double[] v = scene.of(scene.vector(seed), 0);
        double step = 1e-4;
        double second =
            (divergence(scene, w, v, step, fisher) + divergence(scene, w, v, -step, fisher))
                / (step * step);
        double form = ReferenceFisher.dot(v, reference.times(v));
        assertThat(second).isCloseTo(form, within(1e-4 * form));
      }
    }
  }

  /** KL(output at w‖output at w + step·v); the output of the variant is softmax(p). */
  private static double divergence(
      NetworkScene scene, double[] w, double[] v, double step, Fisher fisher) {
    double[] there = w.clone();
    ReferenceFisher.addScaled(there, step, v);
    double[][] before = output(scene.probabilities(w), fisher);
    double[][] after = output(scene.probabilities(there), fisher);
    double sum = 0;
    for (int b = 0; b < before.length; b++) {
      for (int c = 0; c < before[b].length; c++) {
        sum += before[b][c] * Math.log(before[b][c] / after[b][c]) / before.length;
      }
    }
    return sum;
  }

  private static double[][] output(double[][] p, Fisher fisher) {
    if (fisher == Fisher.EXACT) {
      return p;
    }
    return Arrays.stream(p)
        .map(
            row -> {
              double sum = Arrays.stream(row).map(Math::exp).sum();
              return Arrays.stream(row).map(x -> Math.exp(x) / sum).toArray();
            })
        .toArray(double[][]::new);
  }

  private static double[] caps(NetworkScene scene, double cap) {
    double[] caps = new double[scene.trials()];
    Arrays.fill(caps, cap);
    return caps;
  }

  private static double[] pushforward(double[][][] jacobian, double[] d) {
    return Arrays.stream(jacobian)
        .flatMap(Arrays::stream)
        .mapToDouble(row -> ReferenceFisher.dot(row, d))
        .toArray();
  }

  private static double[] pullback(double[][][] jacobian, double[] m) {
    double[] product = new double[jacobian[0][0].length];
    int position = 0;
    for (double[][] sample : jacobian) {
      for (double[] row : sample) {
        ReferenceFisher.addScaled(product, m[position++], row);
      }
    }
    return product;
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
