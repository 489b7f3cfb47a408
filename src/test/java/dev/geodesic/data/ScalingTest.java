package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Scale;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scaling is learned on the training samples alone, and done to all. */
class ScalingTest {
  private static final int ROWS = 3000;
  private static final int WIDTH = 4;

  /** Features of sizes 1e6 and 1e-6 around large means, a constant, and one that is 0. */
  private static DataSet table() {
    Random random = new Random(5);
    float[] values = new float[ROWS * WIDTH];
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      values[row * WIDTH] = (float) (3e6 + 1e6 * random.nextGaussian());
      values[row * WIDTH + 1] = (float) (-2e-6 + 1e-6 * random.nextGaussian());
      values[row * WIDTH + 2] = 0.1f;
      labels[row] = random.nextInt(3);
    }
    return DataSet.of(new Features(values, labels, WIDTH, null));
  }

  private static DataSpec.Prepared spec(Scale scale) {
    return new DataSpec.Prepared("table", new Holdout.Fraction(0.25), 0.1, 0, scale);
  }

  private static double[] column(Samples samples, int feature) {
    return IntStream.range(0, samples.count())
        .mapToDouble(row -> samples.features()[row * samples.width() + feature])
        .toArray();
  }

  private static double mean(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        IntStream.range(0, values.length)
            .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
            .average()
            .orElseThrow());
  }

  @Test
  void standardFeaturesHaveMeanZeroAndDeviationOneOnTheTrainingSamples() {
    PreparedData data = table().prepare(spec(Scale.STANDARD));

    for (int feature = 0; feature < 2; feature++) {
      assertThat(mean(column(data.train(), feature))).isEqualTo(0, within(1e-6));
      assertThat(deviation(column(data.train(), feature))).isEqualTo(1, within(1e-6));
      // Not learned on the holdout, whose own mean and deviation differ from these.
      assertThat(mean(column(data.holdout(), feature))).isNotCloseTo(0, within(1e-4));
      assertThat(deviation(column(data.holdout(), feature))).isEqualTo(1, within(0.1));
    }
    assertThat(column(data.train(), 2)).containsOnly(0);
    assertThat(column(data.train(), 3)).containsOnly(0);
  }

  @Test
  void nobodyIsToldToScaleWhatIsScaled() {
    DataSet table = table();

    assertThat(table.notes(spec(Scale.NONE)))
        .anyMatch(note -> note.endsWith("set scale = unit or standard"));
    assertThat(table.notes(spec(Scale.STANDARD))).isEmpty();
  }

  @Test
  void unitFeaturesReachOneAndZeroStaysZero() {
    PreparedData data = table().prepare(spec(Scale.UNIT));

    assertThat(Arrays.stream(column(data.train(), 0)).max()).hasValue(1);
    assertThat(Arrays.stream(column(data.train(), 1)).map(Math::abs).max()).hasValue(1);
    assertThat(column(data.train(), 2)).containsOnly(1);
    assertThat(column(data.train(), 3)).containsOnly(0);
  }

  @Test
  void everyPartIsTheAffineMapThatIsHandedOut() {
    DataSet table = table();
    PreparedData raw = table.prepare(spec(Scale.NONE));
    for (Scale scale : Scale.values()) {
      Scaling scaling = table.scaling(spec(scale));
      PreparedData scaled = table.prepare(spec(scale));
      for (int feature = 0; feature < WIDTH; feature++) {
        double[] from = column(raw.holdout(), feature);
        double[] to = column(scaled.holdout(), feature);
        for (int i = 0; i < from.length; i++) {
          assertThat(to[i])
              .isEqualTo(
                  (float) ((from[i] - scaling.offset()[feature]) * scaling.factor()[feature]));
        }
      }
      assertThat(scaled.validation()).isNotNull();
    }
  }

  @Test
  void aRangeOfAPartIsScaledAsTheWholeIs() {
    DataSet table = table();
    float[] whole = table.prepare(spec(Scale.STANDARD)).holdout().features();

    Samples range = table.holdout(spec(Scale.STANDARD)).range(10, 12);

    assertThat(range.features()).containsExactly(Arrays.copyOfRange(whole, 10 * WIDTH, 12 * WIDTH));
  }

  @Test
  void sparseSamplesAreScaledAsDenseOnesAreAndStaySparse() {
    float[] dense = {0, 4, 0, 0, -8, 0, 0, 2, 1, 0, 0, 0};
    int[] labels = {0, 1, 2, 1};
    SparseRows rows =
        new SparseRows(
            new int[] {0, 1, 2, 4, 4}, new int[] {1, 1, 1, 2}, new float[] {4, -8, 2, 1}, 3);
    DataSpec.Prepared spec =
        new DataSpec.Prepared("table", new Holdout.Fraction(0.25), 0, 0, Scale.UNIT);

    PreparedData sparse = DataSet.of(new SparseFeatures(rows, labels, null)).prepare(spec);

    PreparedData expected = DataSet.of(new Features(dense, labels, 3, null)).prepare(spec);
    assertThat(sparse.train().rows()).isInstanceOf(SparseRows.class);
    assertThat(sparse.train().features()).containsExactly(expected.train().features());
    assertThat(sparse.holdout().features()).containsExactly(expected.holdout().features());
    assertThat(rows.values()).as("what was read stays as it is").containsExactly(4, -8, 2, 1);
  }

  @Test
  void sparseSamplesCannotBeCentred() {
    SparseRows rows =
        new SparseRows(new int[] {0, 1, 2}, new int[] {1, 2}, new float[] {4, -8}, 300);
    DataSet data = DataSet.of(new SparseFeatures(rows, new int[] {0, 1}, null));

    assertThatThrownBy(() -> data.prepare(spec(Scale.STANDARD)))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "scale must be none or unit for table, which is held sparse, got: standard, by which no"
                + " value would be 0");
  }
}
