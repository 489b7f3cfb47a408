package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownsamplingTest {
  private static final ImageShape DIGIT = new ImageShape(28, 28);

  @Test
  void halvingIsTheMeanOfEachTwoByTwoBlock() {
    double[] image = randomPixels(28 * 28);

    float[] small = shrink(image, DIGIT, 14);

    for (int row = 0; row < 14; row++) {
      for (int column = 0; column < 14; column++) {
        int corner = 2 * row * 28 + 2 * column;
        double sum = image[corner] + image[corner + 1] + image[corner + 28] + image[corner + 29];
        assertThat(small[row * 14 + column]).isEqualTo((float) (sum / (4 * 255)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"28, 28, 14", "28, 28, 9", "28, 28, 27", "7, 12, 5", "3, 50, 1", "5, 5, 5"})
  void theMeanIsPreserved(int rows, int columns, int side) {
    double[] image = randomPixels(rows * columns);

    float[] small = shrink(image, new ImageShape(rows, columns), side);

    assertThat(mean(small)).isCloseTo(mean(image) / 255, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({"28, 14", "28, 9", "28, 27", "31, 7", "5, 3", "6, 6", "2, 1"})
  void weightsOfANewPixelSumToOneAndEveryOldPixelCountsTheSame(int length, int side) {
    Downsampling.Axis axis = Downsampling.Axis.of(length, side);

    int[] coverage = new int[length];
    for (int i = 0; i < side; i++) {
      assertThat(Arrays.stream(axis.overlaps[i]).sum()).isEqualTo(length);
      assertThat(Arrays.stream(axis.overlaps[i])).allMatch(overlap -> overlap > 0);
      for (int k = 0; k < axis.overlaps[i].length; k++) {
        coverage[axis.first[i] + k] += axis.overlaps[i][k];
      }
    }
    assertThat(coverage).containsOnly(side);
  }

  @Test
  void aPixelOnABorderCountsByItsOverlap() {
    float[] small = new float[4];

    Downsampling.of(new ImageShape(3, 3), 2)
        .apply(new double[] {9, 18, 27, 36, 45, 54, 63, 72, 81}, 9, small, 0);

    // Each new pixel is 1.5 wide: one whole pixel, two halves and a quarter, of 2.25 in all.
    assertThat(small[0]).isEqualTo((float) ((1 + 2 / 2.0 + 4 / 2.0 + 5 / 4.0) / 2.25));
    assertThat(small[3]).isEqualTo((float) ((9 + 8 / 2.0 + 6 / 2.0 + 5 / 4.0) / 2.25));
  }

  @Test
  void itsOwnSideLeavesAnImageAsItIs() {
    double[] everyByte = new double[256];
    Arrays.setAll(everyByte, value -> value);

    float[] same = shrink(everyByte, new ImageShape(16, 16), 16);

    for (int value = 0; value < 256; value++) {
      assertThat(same[value]).isEqualTo(value / 255f);
    }
  }

  @Test
  void twoHalvingsAreOneQuartering() {
    double[] image = randomPixels(28 * 28);

    float[] half = shrink(image, DIGIT, 14);
    double[] wide = new double[half.length];
    Arrays.setAll(wide, pixel -> half[pixel]);
    float[] quarter = new float[49];
    Downsampling.of(new ImageShape(14, 14), 7).apply(wide, 1, quarter, 0);

    assertThat(quarter).containsExactly(shrink(image, DIGIT, 7), within(1e-7f));
  }

  @Test
  void rowsAndColumnsAreNotConfused() {
    double[] bands = new double[4 * 6];
    Arrays.fill(bands, 0, 12, 255);

    assertThat(shrink(bands, new ImageShape(4, 6), 2)).containsExactly(1, 1, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"0", "29", "-1"})
  void aSideOutsideTheImageIsRefused(int side) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Downsampling.of(DIGIT, side))
        .withMessage("side must be in [1, 28], got: " + side);
  }

  private static float[] shrink(double[] image, ImageShape shape, int side) {
    float[] small = new float[side * side];
    Downsampling.of(shape, side).apply(image, 255, small, 0);
    return small;
  }

  private static double[] randomPixels(int count) {
    return new SplittableRandom(count).ints(count, 0, 256).asDoubleStream().toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
