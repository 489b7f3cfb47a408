package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.device.nd4j.Nd4jDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.ModelSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The code of nd4j-cuda, on ND4J's processor back end, trains as the CPU device does. */
class Nd4jTrainingTest {
  /** Where trials that will diverge have not yet made much of a last digit. */
  private static final int POINTS = 3;

  /** One of each way to a step; the contract has their parts. */
  private static final Set<ResumableTrials> KINDS =
      EnumSet.of(
          ResumableTrials.SGD,
          ResumableTrials.ADAM,
          ResumableTrials.DAMPED,
          ResumableTrials.CG,
          ResumableTrials.SPRING,
          ResumableTrials.EKFAC);

  static Stream<Arguments> packs() {
    return KINDS.stream()
        .flatMap(
            kind ->
                Stream.of(Packs.PLAIN, ResumableTrials.TANH)
                    .map(model -> Arguments.of(kind, model)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("packs")
  void takesTheSameSteps(ResumableTrials kind, ModelSpec model) {
    Pack pack = kind.pack(model);
    PreparedData digits = RealDigits.at(pack.structure().data().downsample());
    List<Outcome> expected = Packs.train(pack, digits);
    List<Outcome> found = Packs.train(pack, digits, () -> new Nd4jDevice("nd4j-cuda"));
    assertThat(found).hasSameSizeAs(expected);
    // One iteration more or less of its inner loop is no rounding.
    double tolerance = kind == ResumableTrials.CG ? 2e-2 : 2e-3;
    for (int t = 0; t < expected.size(); t++) {
      double[] right = Packs.trainLosses(expected.get(t));
      double[] losses = Packs.trainLosses(found.get(t));
      for (int i = 0; i < Math.min(POINTS, Math.min(right.length, losses.length)); i++) {
        assertThat(losses[i])
            .as("trial %d, point %d", t, i)
            .isCloseTo(right[i], within(tolerance * right[i]));
      }
    }
  }
}
