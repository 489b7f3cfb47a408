package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.model.Architecture;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.Layer;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.RandomStream;
import dev.geodesic.trial.Specs;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where trials start. */
class InitialWeightsTest {
  private static final Architecture SOFTMAX = architecture(new Layer(196, 10));
  private static final Architecture NETWORK =
      architecture(new Layer(197, 30), new Layer(31, 20), new Layer(21, 10));

  private static Architecture architecture(Layer... layers) {
    return new Architecture(List.of(layers), Activation.TANH);
  }

  private static List<float[]> softmax(int seed) {
    return InitialWeights.of(Packs.PLAIN, SOFTMAX, seed);
  }

  private static List<float[]> network(int seed) {
    return InitialWeights.of(
        Specs.model(List.of(30, 20), true, Initialization.GLOROT), NETWORK, seed);
  }

  private static double largest(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).max().orElse(0);
  }

  private static double meanSquare(float[] values, int count) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i] * values[i]).sum() / count;
  }

  /** Glorot and Bengio 2010, eq. 16: U(±√(6/(fan-in + fan-out))); a bias has no fan. */
  @Test
  void everyLayerOfANetworkHasItsOwnBound() {
    List<float[]> layers = network(3);
    int[] fans = {196 + 30, 30 + 20, 20 + 10};
    int[] weights = {196 * 30, 30 * 20, 20 * 10};
    assertThat(layers).hasSize(3);
    for (int l = 0; l < 3; l++) {
      double bound = Math.sqrt(6.0 / fans[l]);
      assertThat(largest(layers.get(l))).isLessThanOrEqualTo(bound).isGreaterThan(0.97 * bound);
      // A uniform variable of this bound has a variance of a third of its square.
      assertThat(meanSquare(layers.get(l), weights[l]))
          .isCloseTo(bound * bound / 3, within(0.15 * bound * bound / 3));
    }
  }

  @Test
  void biasesStartAtZeroAndNothingElseDoes() {
    List<float[]> layers = network(3);
    for (int l = 0; l < 3; l++) {
      Layer layer = NETWORK.layers().get(l);
      for (int k = 0; k < layers.get(l).length; k++) {
        boolean isBias = k % layer.inputs() == layer.inputs() - 1;
        assertThat(layers.get(l)[k] == 0).as("layer %s, weight %s", l, k).isEqualTo(isBias);
      }
    }
  }

  /** As the experiment of 2018: one flat vector of P = 1960, U(±√(6/(P + P))). */
  @Test
  void softmaxRegressionStartsFromOneFlatVector() {
    float[] weights = softmax(0).get(0);
    double bound = 0.0391230;
    assertThat(weights).hasSize(1960);
    assertThat(largest(weights)).isLessThanOrEqualTo(bound).isGreaterThan(0.99 * bound);
    assertThat(meanSquare(weights, 1960)).isCloseTo(bound * bound / 3, within(2e-5));
  }

  /** A bias changes neither the bound nor the draws of the others. */
  @Test
  void aBiasIsSetBesideTheSameWeights() {
    float[] plain = softmax(4).get(0);
    float[] biased =
        InitialWeights.of(
                Specs.model(List.of(), true, Initialization.GLOROT),
                architecture(new Layer(197, 10)),
                4)
            .get(0);
    for (int c = 0; c < 10; c++) {
      assertThat(Arrays.copyOfRange(biased, c * 197, c * 197 + 196))
          .containsExactly(Arrays.copyOfRange(plain, c * 196, (c + 1) * 196));
      assertThat(biased[c * 197 + 196]).isZero();
    }
  }

  /** Input by input, from a stream of the seed's own: results of old versions start there too. */
  @Test
  void softmaxRegressionStartsWhereItAlwaysHas() {
    for (int seed : new int[] {0, 7}) {
      float[] weights = softmax(seed).get(0);
      SplittableRandom random = RandomStream.of("weights", seed);
      double bound = Math.sqrt(3.0 / 1960);
      for (int i = 0; i < 196; i++) {
        for (int c = 0; c < 10; c++) {
          assertThat(weights[c * 196 + i])
              .as("pixel %s, class %s", i, c)
              .isEqualTo((float) random.nextDouble(-bound, bound));
        }
      }
    }
  }

  @Test
  void seedsDifferAndOneSeedIsOnePoint() {
    assertThat(softmax(1).get(0)).containsExactly(softmax(1).get(0));
    assertThat(softmax(1).get(0)[7]).isNotEqualTo(softmax(2).get(0)[7]);
    assertThat(network(1)).usingElementComparator(Arrays::compare).isEqualTo(network(1));
    for (int l = 0; l < 3; l++) {
      assertThat(network(1).get(l)[5]).isNotEqualTo(network(2).get(l)[5]);
    }
  }

  @Test
  void zerosAreZeros() {
    assertThat(
            largest(
                InitialWeights.of(Specs.model(List.of(), false, Initialization.ZEROS), SOFTMAX, 3)
                    .get(0)))
        .isZero();
  }

  /** Whatever becomes of them after the first batch. */
  @Test
  void trialsOfOneSeedStartAlike() {
    for (ModelSpec model :
        List.of(Packs.PLAIN, Specs.model(List.of(5), true, Initialization.GLOROT))) {
      List<Outcome> outcomes =
          Packs.train(Packs.of(7, 8, 2, model, Specs.sgd(0.1), Specs.sgd(1), Specs.sgd(0.01)));
      double[] first = outcomes.stream().mapToDouble(o -> Packs.trainLosses(o)[0]).toArray();
      assertThat(first[1]).isCloseTo(first[0], within(1e-7));
      assertThat(first[2]).isCloseTo(first[0], within(1e-7));
      assertThat(Packs.trainLosses(outcomes.get(1))[1])
          .isNotCloseTo(Packs.trainLosses(outcomes.get(0))[1], within(1e-3));
    }
  }
}
