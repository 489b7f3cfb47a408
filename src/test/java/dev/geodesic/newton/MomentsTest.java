package dev.geodesic.newton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MomentsTest {
  private static Moments of(double[] weights, double... values) {
    RowsBuilder builder = new RowsBuilder(1);
    for (int i = 0; i < values.length; i++) {
      builder.begin(i % 2, weights[i]);
      builder.set(0, values[i]);
    }
    return Moments.of(builder.build());
  }

  @Test
  void twoPartsAreAsOne() {
    LocalData data = LocalData.random(40, 4, 3, 9);
    Moments moments = data.moments();
    double[] mean = new double[4];
    double[] squares = new double[4];
    double weight = 0;
    for (Rows rows : data.blocks()) {
      for (int i = 0; i < rows.count(); i++) {
        weight += rows.weights()[i];
        Blas.add(rows.weights()[i], java.util.Arrays.copyOf(LocalData.row(rows, i), 4), mean);
      }
    }
    for (int j = 0; j < 4; j++) {
      mean[j] /= weight;
      for (Rows rows : data.blocks()) {
        for (int i = 0; i < rows.count(); i++) {
          double distance = LocalData.row(rows, i)[j] - mean[j];
          squares[j] += rows.weights()[i] * distance * distance;
        }
      }
    }
    assertThat(moments.count()).isEqualTo(80);
    assertThat(moments.weight()).isCloseTo(weight, within(1e-12));
    assertThat(moments.mean()).containsExactly(mean, within(1e-12));
    assertThat(moments.squares()).containsExactly(squares, within(1e-10));
  }

  /** The deviation of 1, 2, 3, 4 with weights 1 is √(5/3), wherever they lie. */
  @Test
  void meansFarFromZeroCancelNothing() {
    double[] ones = {1, 1};
    Moments moments = of(ones, 1e9 + 1, 1e9 + 2).plus(of(ones, 1e9 + 3, 1e9 + 4));
    assertThat(moments.deviations()[0]).isCloseTo(Math.sqrt(5.0 / 3), within(1e-9));
    assertThat(moments.classWeights()).containsExactly(2, 2);
  }

  @Test
  void constantFeaturesHaveNoDeviation() {
    double[] weights = {0.1, 0.7, 0.3};
    assertThat(of(weights, 0.1, 0.1, 0.1).plus(of(weights, 0.1, 0.1, 0.1)).deviations())
        .containsExactly(0);
    assertThat(of(weights, 0, 0, 0).deviations()).containsExactly(0);
  }
}
