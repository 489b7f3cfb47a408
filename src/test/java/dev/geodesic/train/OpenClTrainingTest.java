package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.data.PreparedData;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.device.opencl.OpenClDevice;
import dev.geodesic.space.Pack;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimizer trains by OpenCL as on the processor, and alone as in company. */
class OpenClTrainingTest {
  private static final int STEPS = 100;

  @BeforeAll
  static void needsOpenCl() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof OpenClCards.Present, cards::toString);
  }

  static Stream<Pack> packs() {
    return FusedPacksTest.packs(STEPS);
  }

  @ParameterizedTest
  @MethodSource("packs")
  void takesTheStepsOfTheProcessor(Pack pack) {
    PreparedData digits = FusedPacksTest.digits(pack.structure().data().downsample());
    List<Outcome> expected = Packs.train(pack, digits);
    List<Outcome> found = Packs.train(pack, digits, () -> OpenClDevice.open(0));
    double worst = 0;
    for (int t = 0; t < expected.size(); t++) {
      double[] right = Packs.trainLosses(expected.get(t));
      double[] losses = Packs.trainLosses(found.get(t));
      assertThat(found.get(t).status()).isEqualTo(expected.get(t).status());
      for (int i = 0; i < right.length; i++)
        worst = Math.max(worst, Math.abs(losses[i] - right[i]) / right[i]);
    }
    System.out.printf(
        "WORST %.1e %s%n", worst, pack.specs().get(0).optimizer() + " " + pack.structure().model());
  }
}
