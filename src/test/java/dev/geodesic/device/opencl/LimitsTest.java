package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.device.opencl.OpenClCard.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  /** 16,640 bytes are the two tiles of a product in float64. */
  @ParameterizedTest
  @CsvSource({
    "256, 32768, 256",
    "256, 16640, 256",
    "256, 16639, 128",
    "256, 8192, 128",
    "256, 4224, 64",
    "1024, 32768, 256",
    "200, 32768, 128",
    "16, 8192, 16",
    "7, 65536, 4"
  })
  void groupsFitTheDevice(int mostWorkItems, long localBytes, int group) {
    assertThat(Limits.of(card(mostWorkItems, localBytes)).group()).isEqualTo(group);
  }

  private static OpenClCard card(int mostWorkItems, long localBytes) {
    return new OpenClCard(
        0, Kind.GPU, "x", "x", "1", 1, 1, localBytes, 1, mostWorkItems, true, null);
  }

  @Test
  void aDeviceTooSmallForAnyGroupIsRefused() {
    assertThatThrownBy(() -> Limits.of(card(3, 32768)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("got: 3 with 32768");
    assertThatThrownBy(() -> Limits.of(card(256, 1000)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("got: 256 with 1000");
    assertThatThrownBy(() -> new Limits(256, 16_639)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(48, 32_768)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKernelThatTakesMoreThanExpectedHalvesTheGroup() {
    Limits limits = new Limits(256, 32_768);
    assertThat(limits.hold(256, 32_768)).isTrue();
    assertThat(limits.hold(255, 0)).isFalse();
    assertThat(limits.hold(256, 32_769)).isFalse();
    assertThat(limits.half()).isEqualTo(new Limits(128, 32_768));
    assertThatThrownBy(() -> new Limits(4, 32_768).half())
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 1024, 1024, 1024",
    "1024, 512, 1024, 512",
    "1024, 1024, 8, 128",
    "1024, 1024, 1, 2",
    "4096, 4096, 4096, 4096",
    "9223372036854775807, 9223372036854775807, 9223372036854775807, 2147483647"
  })
  void groupsFitBothDimensions(long all, long across, long down, int expected) {
    assertThat(CardSurvey.mostWorkItems(all, across, down)).isEqualTo(expected);
  }
}
