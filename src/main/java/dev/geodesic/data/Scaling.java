package dev.geodesic.data;

import dev.geodesic.trial.Scale;
import java.util.Arrays;

/**
 * How prepared features are scaled: x becomes (x − offset) · factor, computed in float64 and
 * rounded to float32. Both are learned on the samples that batches are drawn from, and on no
 * others.
 *
 * @param offset of each feature
 * @param factor of each feature; 1 where all training samples have the same value
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
public record Scaling(double[] offset, double[] factor) {
  /** Rows that are prepared at a time. */
  private static final int CHUNK = 1024;

  /** Learns the scaling of these samples; with {@link Scale#NONE} it changes nothing. */
  static Scaling of(Scale scale, Part training) {
    Scaling same = none(training.width());
    return switch (scale) {
      case NONE -> same;
      case UNIT -> new Scaling(same.offset, factors(greatest(training)));
      case STANDARD -> standard(training);
    };
  }

  private static Scaling none(int width) {
    double[] factor = new double[width];
    Arrays.fill(factor, 1);
    return new Scaling(new double[width], factor);
  }

  private interface Visit {
    void value(int feature, float value);
  }

  /** Visits all values, of sparse samples those that are not 0. */
  private static void visit(Part training, Visit visit) {
    int width = training.width();
    for (int from = 0; from < training.count(); from += CHUNK) {
      FeatureRows chunk = training.range(from, Math.min(training.count(), from + CHUNK)).rows();
      if (chunk instanceof SparseRows sparse) {
        for (int k = 0; k < sparse.values().length; k++) {
          visit.value(sparse.columns()[k], sparse.values()[k]);
        }
      } else {
        float[] values = chunk.toArray();
        for (int i = 0; i < values.length; i++) {
          visit.value(i % width, values[i]);
        }
      }
    }
  }

  private static double[] greatest(Part training) {
    double[] greatest = new double[training.width()];
    visit(
        training,
        (feature, value) -> greatest[feature] = Math.max(greatest[feature], Math.abs(value)));
    return greatest;
  }

  /** The variance is summed around the mean, as the squares of large values would cancel. */
  private static Scaling standard(Part training) {
    int width = training.width();
    double[] least = new double[width];
    double[] most = new double[width];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    double[] mean = new double[width];
    visit(
        training,
        (feature, value) -> {
          mean[feature] += value;
          least[feature] = Math.min(least[feature], value);
          most[feature] = Math.max(most[feature], value);
        });
    for (int feature = 0; feature < width; feature++) {
      // The mean of equal values is that value, which the division may miss by a rounding.
      mean[feature] =
          least[feature] == most[feature] ? least[feature] : mean[feature] / training.count();
    }
    double[] squares = new double[width];
    visit(
        training,
        (feature, value) -> squares[feature] += (value - mean[feature]) * (value - mean[feature]));
    double[] deviations = new double[width];
    for (int feature = 0; feature < width; feature++) {
      deviations[feature] = Math.sqrt(squares[feature] / training.count());
    }
    return new Scaling(mean, factors(deviations));
  }

  private static double[] factors(double[] sizes) {
    return Arrays.stream(sizes).map(size -> size == 0 ? 1 : 1 / size).toArray();
  }

  /** Scales rows of features in place; sparse ones by a scaling without offsets. */
  void apply(FeatureRows rows) {
    if (rows instanceof SparseRows sparse) {
      float[] values = sparse.values();
      for (int k = 0; k < values.length; k++) {
        values[k] = scaled(values[k], sparse.columns()[k]);
      }
    } else {
      float[] values = rows.toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] = scaled(values[i], i % offset.length);
      }
    }
  }

  private float scaled(float value, int feature) {
    return (float) ((value - offset[feature]) * factor[feature]);
  }
}
