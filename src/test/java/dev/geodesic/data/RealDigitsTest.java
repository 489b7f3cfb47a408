package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is widely known of MNIST holds for what was fetched and read. */
class RealDigitsTest {
  @Test
  void hasThePublishedCounts() {
    PreparedData digits = RealDigits.at(28);

    assertThat(digits.train().count()).isEqualTo(60_000);
    assertThat(digits.holdout().count()).isEqualTo(10_000);
    assertThat(digits.classes()).isEqualTo(10);
    assertThat(digits.train().width()).isEqualTo(784);
    assertThat(Arrays.copyOf(digits.train().labels(), 10))
        .containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(Arrays.stream(digits.train().labels()).filter(label -> label == 1).count())
        .isEqualTo(6742);
  }

  @Test
  void hasThePublishedMeanAtEverySide() {
    for (int side : new int[] {28, 14, 7, 9}) {
      assertThat(mean(RealDigits.at(side).train().features()))
          .as("side %d", side)
          .isCloseTo(0.1307, within(5e-5));
    }
  }

  /** The value comes from the four published files, hashed by a program in Python. */
  @Test
  void contentAloneDecidesTheFingerprint() {
    assertThat(RealDigits.dataSet().fingerprint())
        .isEqualTo("7201017aef8baff07292ee5897040adfc6a81e88b510354b759e74227b6c6f05");
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
