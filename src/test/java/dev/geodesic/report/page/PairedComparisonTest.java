package dev.geodesic.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  private static SortedMap<Integer, Double> losses(double... values) {
    SortedMap<Integer, Double> losses = new TreeMap<>();
    for (int seed = 0; seed < values.length; seed++) {
      losses.put(seed, values[seed]);
    }
    return losses;
  }

  /**
   * Student's own example (1908): hours of sleep gained by two drugs. R: {@code t.test(sleep2,
   * sleep1, paired = TRUE)} gives t = 4.0621, df = 9, p = 0.002833, interval 0.7001142 to
   * 2.4598858.
   */
  @Test
  void isStudentsTest() {
    SortedMap<Integer, Double> one = losses(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2);
    SortedMap<Integer, Double> other = losses(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4);
    PairedComparison comparison = PairedComparison.of(other, one).orElseThrow();
    assertThat(comparison.pairs()).isEqualTo(10);
    assertThat(comparison.difference()).isCloseTo(1.58, within(1e-12));
    assertThat(comparison.low()).isCloseTo(0.7001142, within(1e-7));
    assertThat(comparison.high()).isCloseTo(2.4598858, within(1e-7));
    assertThat(comparison.p()).isCloseTo(0.002833, within(1e-6));
  }

  @Test
  void onlySeedsThatBothHaveCount() {
    SortedMap<Integer, Double> one = losses(1, 2, 3, 5);
    one.remove(1);
    PairedComparison comparison = PairedComparison.of(one, losses(0, 0, 1, 2)).orElseThrow();
    assertThat(comparison.pairs()).isEqualTo(3);
    assertThat(comparison.difference()).isCloseTo(2, within(1e-12));
    one.remove(0);
    assertThat(PairedComparison.of(one, losses(0, 0, 1, 2))).isEmpty();
  }

  @Test
  void withoutAnySpreadItIsCertain() {
    assertThat(PairedComparison.of(losses(2, 3, 4), losses(1, 2, 3)).orElseThrow().p()).isZero();
    assertThat(PairedComparison.of(losses(2, 3, 4), losses(2, 3, 4)).orElseThrow().p())
        .isEqualTo(1);
  }
}
