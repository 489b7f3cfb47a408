package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExponentialTest {
  @Test
  void agreesWithTheMathLibrary() {
    for (double x = -699; x <= 700; x += 0.37) {
      double expected = StrictMath.exp(x);
      assertThat(exp(x)).as("exp(%s)", x).isCloseTo(expected, within(1e-12 * expected));
    }
    assertThat(exp(0)).isEqualTo(1);
  }

  @Test
  void staysAboveDenormalsAndKeepsNaN() {
    assertThat(exp(-1e300)).isGreaterThan(Double.MIN_NORMAL).isLessThan(1e-300);
    assertThat(exp(Double.NEGATIVE_INFINITY)).isGreaterThan(Double.MIN_NORMAL);
    assertThat(exp(Double.NaN)).isNaN();
    assertThat(exp(Double.POSITIVE_INFINITY)).isInfinite();
  }

  private static double exp(double x) {
    double[] values = {x};
    Exponential.exp(values, values, 0, 1);
    return values[0];
  }
}
