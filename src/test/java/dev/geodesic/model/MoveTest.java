package dev.geodesic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.device.Device;
import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step is said to do before it is taken, against what it has done afterwards. */
class MoveTest {
  private static final int BATCH = 9;
  private static final int TRIALS = 3;
  private static final int CLASSES = 5;

  /** Of one sign and the other, and for one trial none at all. */
  private static final double[] FACTORS = {0.4, -0.1, 0};

  private enum Kind {
    /** The gradient as a cotangent. */
    SAMPLE_SPACE,
    /** The gradient as a vector. */
    PARAMETER_SPACE,
    /** Any vector, which no cotangent gives. */
    ANYWHERE
  }

  static Stream<Arguments> moves() {
    return Stream.of(
            new int[] {12, CLASSES}, new int[] {12, 7, CLASSES}, new int[] {12, 7, 6, CLASSES})
        .flatMap(
            widths ->
                Arrays.stream(Activation.values())
                    .flatMap(
                        activation ->
                            Arrays.stream(Kind.values())
                                .map(kind -> Arguments.of(widths, activation, kind))));
  }

  /** A pack, a batch, and a direction for it. */
  private static final class Scene {
    final Device device = new CpuDevice();
    final Network network;
    final Matrix samples;
    final Indices labels;
    final ForwardPass pass;
    final Direction direction;

    Scene(int[] widths, Activation activation, Kind kind) {
      SplittableRandom random = new SplittableRandom(widths.length);
      List<Layer> layers = new ArrayList<>();
      List<float[]> initial = new ArrayList<>();
      for (int l = 1; l < widths.length; l++) {
        Layer layer = new Layer(widths[l - 1] + 1, widths[l]);
        layers.add(layer);
        initial.add(floats(random, layer.weights(), 0.7));
      }
      network = Network.of(device, new Architecture(layers, activation), initial, TRIALS);
      float[] x = floats(random, BATCH * (widths[0] + 1), 1);
      int[] classes = new int[BATCH];
      for (int b = 0; b < BATCH; b++) {
        x[b * (widths[0] + 1) + widths[0]] = 1;
        classes[b] = random.nextInt(CLASSES);
      }
      samples = device.upload(x, BATCH, widths[0] + 1);
      labels = device.indices(classes);
      ForwardPass start = network.forward(samples, labels);
      network.weights().subtract(new double[] {0, 0.2, -0.3}, RandomVectors.of(start, random));
      pass = network.forward(samples, labels);
      direction =
          switch (kind) {
            case SAMPLE_SPACE -> new Direction.SampleSpace(pass.lossCotangent());
            case PARAMETER_SPACE ->
                new Direction.ParameterSpace(pass.pullback(pass.lossCotangent()));
            case ANYWHERE -> new Direction.ParameterSpace(RandomVectors.of(pass, random));
          };
    }

    private static float[] floats(SplittableRandom random, int count, double bound) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) random.nextDouble(-bound, bound);
      }
      return values;
    }

    Move move() {
      return network.move(pass, direction);
    }

    /** The weights as raw bits, which tell 0 from −0 and one NaN from another. */
    int[] bits() {
      return network.weights().layers().stream()
          .map(device::download)
          .flatMapToInt(
              layer -> {
                int[] bits = new int[layer.length];
                for (int i = 0; i < bits.length; i++) {
                  bits[i] = Float.floatToRawIntBits(layer[i]);
                }
                return Arrays.stream(bits);
              })
          .toArray();
    }

    double[] weights(int t) {
      return HostVectors.of(pass.architecture(), network.weights()).get(t);
    }
  }

  @ParameterizedTest
  @MethodSource("moves")
  void lookingLeavesTheWeightsAsTheyAreToTheBit(int[] widths, Activation activation, Kind kind) {
    Scene scene = new Scene(widths, activation, kind);
    int[] before = scene.bits();
    double[] probabilities = scene.pass.probabilities().toArray();
    Move move = scene.move();
    move.effect(FACTORS);
    move.logitChange();
    move.effect(new double[] {1e6, -1e-6, Double.NaN});
    assertThat(scene.bits()).containsExactly(before);
    assertThat(scene.pass.probabilities().toArray()).containsExactly(probabilities);
  }

  /** However many factors were looked at before, the ones that are taken count. */
  @ParameterizedTest
  @MethodSource("moves")
  void theEffectIsThatOfASecondForwardPass(int[] widths, Activation activation, Kind kind) {
    Scene scene = new Scene(widths, activation, kind);
    double[][] before = new double[TRIALS][];
    Arrays.setAll(before, scene::weights);
    double[] p = scene.pass.probabilities().toArray();
    Move move = scene.move();
    move.effect(new double[] {7, 7, 7});
    Effect predicted = move.effect(FACTORS);
    move.effect(new double[] {-1, 2, 3});
    move.take(FACTORS);
    ForwardPass after = scene.network.forward(scene.samples, scene.labels);
    double[] q = after.probabilities().toArray();
    for (int t = 0; t < TRIALS; t++) {
      double[] change = scene.weights(t);
      for (int k = 0; k < change.length; k++) {
        change[k] -= before[t][k];
      }
      double norm = Math.sqrt(Arrays.stream(change).map(x -> x * x).sum());
      assertThat(predicted.norms().get()[t]).isCloseTo(norm, within(2e-6 * norm));
      // Logits are known to about 1e-7 of themselves, and KL and loss follow them.
      assertThat(predicted.kl().get()[t]).isCloseTo(divergence(p, q, t), within(1e-6));
      assertThat(predicted.lossChange().get()[t])
          .isCloseTo(after.losses().get()[t] - scene.pass.losses().get()[t], within(2e-6));
    }
    assertThat(predicted.kl().get()[0]).isGreaterThan(1e-4);
    assertThat(predicted.kl().get()[1]).isGreaterThan(1e-5);
    assertThat(predicted.kl().get()[2]).isCloseTo(0, within(1e-12));
    assertThat(predicted.lossChange().get()[2]).isCloseTo(0, within(1e-12));
  }

  private static double divergence(double[] p, double[] q, int t) {
    double sum = 0;
    for (int b = 0; b < BATCH; b++) {
      for (int c = 0; c < CLASSES; c++) {
        int i = (b * TRIALS + t) * CLASSES + c;
        sum += p[i] * Math.log(p[i] / q[i]) / BATCH;
      }
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("moves")
  void takingAStepSubtractsItsMultipleOfTheDirection(
      int[] widths, Activation activation, Kind kind) {
    Scene scene = new Scene(widths, activation, kind);
    HostVectors direction =
        HostVectors.of(
            scene.pass.architecture(), Network.inParameterSpace(scene.pass, scene.direction));
    double[][] before = new double[TRIALS][];
    Arrays.setAll(before, scene::weights);
    scene.move().take(FACTORS);
    for (int t = 0; t < TRIALS; t++) {
      double[] after = scene.weights(t);
      for (int k = 0; k < after.length; k++) {
        assertThat(after[k])
            .isCloseTo(before[t][k] - FACTORS[t] * direction.get(t)[k], within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("moves")
  void theLogitChangeIsThatOfTheDirection(int[] widths, Activation activation, Kind kind) {
    Scene scene = new Scene(widths, activation, kind);
    Panel expected = scene.pass.newPanel();
    scene.pass.pushforward(Network.inParameterSpace(scene.pass, scene.direction), expected);
    double[] change = scene.move().logitChange().toArray();
    double[] wanted = expected.toArray();
    for (int i = 0; i < change.length; i++) {
      assertThat(change[i]).isCloseTo(wanted[i], within(1e-5));
    }
  }

  /** Exact, so that it holds for steps that turn a prediction from one class to another. */
  @ParameterizedTest
  @MethodSource("moves")
  void aLongStepIsForetoldToo(int[] widths, Activation activation, Kind kind) {
    Scene scene = new Scene(widths, activation, kind);
    double[] p = scene.pass.probabilities().toArray();
    double[] factors = {3, -2, 4};
    Move move = scene.move();
    Effect predicted = move.effect(factors);
    move.take(factors);
    ForwardPass after = scene.network.forward(scene.samples, scene.labels);
    double[] q = after.probabilities().toArray();
    for (int t = 0; t < TRIALS; t++) {
      double kl = divergence(p, q, t);
      assertThat(predicted.kl().get()[t]).isGreaterThan(0.05).isCloseTo(kl, within(1e-5 * kl));
      double gain = after.losses().get()[t] - scene.pass.losses().get()[t];
      assertThat(predicted.lossChange().get()[t])
          .isCloseTo(gain, within(1e-5 * (1 + Math.abs(gain))));
    }
  }

  /** To about 1e-13, where a second forward pass in float32 would leave nothing but rounding. */
  @Test
  void inSoftmaxRegressionAShortStepKeepsItsDigits() {
    Scene scene = new Scene(new int[] {12, CLASSES}, Activation.TANH, Kind.SAMPLE_SPACE);
    Move move = scene.move();
    double[] ofLonger = move.effect(new double[] {1e-2, 1e-2, 1e-2}).kl().get();
    double[] ofShorter = move.effect(new double[] {1e-4, 1e-4, 1e-4}).kl().get();
    for (int t = 0; t < TRIALS; t++) {
      double expected = 1e-4 * ofLonger[t];
      assertThat(expected).isLessThan(1e-8);
      assertThat(ofShorter[t]).isCloseTo(expected, within(1e-2 * expected));
    }
  }

  @Test
  void aProbedStepGivesItsMemoryBack() {
    Scene scene = new Scene(new int[] {12, 7, CLASSES}, Activation.TANH, Kind.PARAMETER_SPACE);
    scene.device.inScope(
        () -> {
          Move move = scene.move();
          Effect first = move.effect(FACTORS);
          // Its weights and panels are free again and hold whatever is computed next.
          Panel other = scene.pass.lossCotangent();
          double[] kept = other.toArray();
          Effect again = move.effect(FACTORS);
          assertThat(again.kl().get()).containsExactly(first.kl().get());
          assertThat(other.toArray()).containsExactly(kept);
          return true;
        });
  }
}
