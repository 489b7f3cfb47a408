package dev.geodesic.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BinsTest {
  @Test
  void aNarrowRangeHasEqualWidthsAndAWideOneEqualRatios() {
    assertThat(Bins.of(List.of(3.0, 1.0, 2.0), 4).edges()).containsExactly(1.0, 1.5, 2.0, 2.5, 3.0);
    List<Double> wide = Bins.of(List.of(1e-3, 1.0), 3).edges();
    assertThat(wide.get(1)).isCloseTo(1e-2, within(1e-12));
    assertThat(wide.get(2)).isCloseTo(1e-1, within(1e-12));
    assertThat(Bins.of(List.of(0.0, 1000.0), 2).edges())
        .as("from 0")
        .containsExactly(0.0, 500.0, 1000.0);
  }

  @Test
  void everyValueHasItsInterval() {
    Bins bins = Bins.of(List.of(1.0, 3.0), 4);
    assertThat(List.of(1.0, 1.4, 1.5, 1.6, 2.9, 3.0).stream().map(bins::of))
        .containsExactly(0, 0, 1, 1, 3, 3);
    assertThat(bins.words()).containsExactly("1 – 1.5", "1.5 – 2", "2 – 2.5", "2.5 – 3");
    assertThat(Bins.of(List.of(0.95, 0.96), 2).words())
        .as("two digits do not tell 0.95 from 0.955")
        .containsExactly("0.95 – 0.955", "0.955 – 0.96");
  }

  /** Rounding must not put the ends of a logarithmic range outside. */
  @Test
  void theEndsOfARangeAreInside() {
    for (double high = 17; high < 1e6; high *= 1.37) {
      Bins bins = Bins.of(List.of(1.3, high), 7);
      assertThat(bins.of(1.3)).isZero();
      assertThat(bins.of(high)).isEqualTo(6);
      assertThat(bins.of(Math.nextDown(high))).isEqualTo(6);
    }
  }
}
