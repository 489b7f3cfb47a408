package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Scale;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseFeaturesTest {
  /** Random samples, of which every third value or so is not 0, and one sample is empty. */
  private static Features dense(int count, int width) {
    Random random = new Random(width);
    float[] values = new float[count * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(3) > 0 || i / width == 1 ? 0 : (float) random.nextGaussian();
    }
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % 3);
    return new Features(values, labels, width);
  }

  private static SparseFeatures sparse(Features dense) {
    int width = dense.width();
    int[] starts = new int[dense.count() + 1];
    int[] columns = new int[dense.values().length];
    float[] values = new float[dense.values().length];
    int count = 0;
    for (int i = 0; i < dense.values().length; i++) {
      if (Float.floatToRawIntBits(dense.values()[i]) != 0) {
        columns[count] = i % width;
        values[count++] = dense.values()[i];
      }
      starts[i / width + 1] = count;
    }
    SparseRows rows =
        new SparseRows(starts, Arrays.copyOf(columns, count), Arrays.copyOf(values, count), width);
    return new SparseFeatures(rows, dense.labels());
  }

  /** Widths below and above the number of features that are digested at a time, and squares. */
  @ParameterizedTest
  @CsvSource({"4, 1", "5, 7", "5, 16", "6, 16384", "4, 16385", "3, 50000"})
  void theFingerprintIsThatOfDenseFeatures(int count, int width) {
    Features dense = dense(count, width);
    dense.values()[2] = -0.0f;
    assertThat(DataSet.of(sparse(dense)).fingerprint()).isEqualTo(DataSet.of(dense).fingerprint());
  }

  @Test
  void partsAreThoseOfDenseFeatures() {
    Features dense = dense(40, 36);
    SparseFeatures sparse = sparse(dense);
    for (int side : new int[] {DataSpec.AS_IT_IS, 6, 3}) {
      DataSpec.Prepared spec =
          new DataSpec.Prepared("x", new Holdout.Fraction(0.25), 0.2, side, Scale.NONE);
      PreparedData expected = DataSet.of(dense).prepare(spec);
      PreparedData found = DataSet.of(sparse).prepare(spec);
      assertThat(found.train().labels()).isEqualTo(expected.train().labels());
      assertThat(found.train().features()).isEqualTo(expected.train().features());
      assertThat(found.holdout().features()).isEqualTo(expected.holdout().features());
      assertThat(found.train().rows() instanceof SparseRows).isEqualTo(side != 3);
    }
    assertThat(DataSet.of(sparse).notes()).isEqualTo(DataSet.of(dense).notes());
  }

  /** Where no array could hold the zeros, the elements alone tell data apart. */
  @Test
  void beyondWhatAnArrayHoldsTheFingerprintIsThatOfTheElements() {
    int width = 1_500_000_000;
    int[] labels = {0, 1};
    String one = fingerprint(new int[] {0, 1, 2}, new int[] {5, 9}, new float[] {1, 2}, labels);
    assertThat(fingerprint(new int[] {0, 1, 2}, new int[] {5, 9}, new float[] {1, 2}, labels))
        .isEqualTo(one);
    assertThat(fingerprint(new int[] {0, 1, 2}, new int[] {5, 8}, new float[] {1, 2}, labels))
        .isNotEqualTo(one);
    assertThat(fingerprint(new int[] {0, 1, 2}, new int[] {5, 9}, new float[] {1, 3}, labels))
        .isNotEqualTo(one);
    assertThat(fingerprint(new int[] {0, 2, 2}, new int[] {5, 9}, new float[] {1, 2}, labels))
        .isNotEqualTo(one);
    assertThat(SparseFeatures.suit(2, width, 2_000_000_000)).isTrue();
  }

  private static String fingerprint(int[] starts, int[] columns, float[] values, int[] labels) {
    return DataSet.of(
            new SparseFeatures(new SparseRows(starts, columns, values, 1_500_000_000), labels))
        .fingerprint();
  }

  @Test
  void theDensityDecides() {
    assertThat(SparseFeatures.suit(100, 1000, 4999)).isTrue();
    assertThat(SparseFeatures.suit(100, 1000, 5000)).isFalse();
  }

  @Test
  void rowsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new SparseRows(new int[] {0, 2}, new int[1], new float[1], 4))
        .hasMessage("elements must be those of 1 rows of 4, got: 1 of 1");
  }
}
