package dev.geodesic.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.space.Interval.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
  @Test
  void linearValuesAreEvenlySpaced() {
    assertThat(new Interval(0, 0.3, Scale.LINEAR).points(4)).containsExactly(0.0, 0.1, 0.2, 0.3);
    assertThat(new Interval(-1, 1, Scale.LINEAR).points(3)).containsExactly(-1.0, 0.0, 1.0);
  }

  @Test
  void logValuesHitTheirDecades() {
    assertThat(new Interval(1e-6, 10, Scale.LOG).points(8))
        .containsExactly(1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0);
  }

  @ParameterizedTest
  @CsvSource({"1e-3, 10, 13", "1e-8, 0.5, 7", "3, 7, 2", "0.02, 0.03, 101", "1e-30, 1e30, 61"})
  void logValuesHaveOneRatioAndBothEnds(double from, double to, int points) {
    List<Double> values = new Interval(from, to, Scale.LOG).points(points);
    double ratio = Math.pow(to / from, 1.0 / (points - 1));

    assertThat(values).hasSize(points).startsWith(from).endsWith(to);
    for (int i = 1; i < points; i++) {
      assertThat(values.get(i) / values.get(i - 1)).isCloseTo(ratio, within(1e-8 * ratio));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.12345678901234567, 0.98765432109876543, 5",
    "0.1, 0.10000000001, 11",
    "1, 1.0000000000000004, 3",
    "1e-320, 1e-310, 4",
    "12345678901.25, 2147483647000, 3"
  })
  void endsAreKeptToTheLastDigitAndNoTwoValuesCoincide(double from, double to, int points) {
    for (Scale scale : Scale.values()) {
      List<Double> values = new Interval(from, to, scale).points(points);

      assertThat(values).hasSize(points).startsWith(from).endsWith(to);
      assertThat(values).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void whatIsNoIntervalIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Interval(1, 2, Scale.LINEAR).points(1))
        .withMessage("points must be >= 2, got: 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Interval(2, 2, Scale.LINEAR))
        .withMessage("from must be < to, got: from 2.0, to 2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Interval(Double.NaN, 2, Scale.LINEAR))
        .withMessage("from must be < to, got: from NaN, to 2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Interval(0, 2, Scale.LOG))
        .withMessage("from must be a finite number > 0, got: 0.0");
  }
}
