package dev.geodesic.newton;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Weights, classes, means and variances of rows. Those of two parts combine without cancellation
 * (Chan, Golub and LeVeque 1983).
 *
 * @param count rows
 * @param weight sum of the weights
 * @param squaredWeight sum of their squares
 * @param classWeights sum of the weights of each class that was seen
 * @param mean {@code [features]}
 * @param squares Σ weight · (x − mean)², {@code [features]}
 */
@SuppressWarnings("ArrayRecordComponent") // sums: never compared
public record Moments(
    long count,
    double weight,
    double squaredWeight,
    double[] classWeights,
    double[] mean,
    double[] squares)
    implements Serializable {

  /** A standard deviation below this part of the mean is rounding: the feature is constant. */
  private static final double CONSTANT = 1e-13;

  public static Moments of(Rows rows) {
    int classes = Arrays.stream(rows.labels()).max().orElse(-1) + 1;
    double[] classWeights = new double[classes];
    double weight = 0;
    double squared = 0;
    for (int i = 0; i < rows.count(); i++) {
      double w = rows.weights()[i];
      weight += w;
      squared += w * w;
      classWeights[rows.labels()[i]] += w;
    }
    double[] mean = new double[rows.features()];
    double[] squares = new double[rows.features()];
    rows.addWeighted(mean);
    for (int j = 0; j < mean.length && weight > 0; j++) {
      mean[j] /= weight;
    }
    rows.addSquares(mean, squares);
    return new Moments(rows.count(), weight, squared, classWeights, mean, squares);
  }

  /** Combines the moments of two parts. */
  public Moments plus(Moments other) {
    double total = weight + other.weight;
    double[] classes =
        Arrays.copyOf(classWeights, Math.max(classWeights.length, other.classWeights.length));
    for (int k = 0; k < other.classWeights.length; k++) {
      classes[k] += other.classWeights[k];
    }
    double share = total > 0 ? other.weight / total : 0;
    double[] means = mean.clone();
    double[] sums = squares.clone();
    for (int j = 0; j < means.length; j++) {
      double distance = other.mean[j] - mean[j];
      means[j] += distance * share;
      sums[j] += other.squares[j] + distance * distance * weight * share;
    }
    return new Moments(
        count + other.count, total, squaredWeight + other.squaredWeight, classes, means, sums);
  }

  /**
   * Returns the standard deviation of each feature, unbiased for weights that say how reliable a
   * row is, as MLlib's: the divisor is Σw − Σw²/Σw. It is 0 where the feature is constant.
   */
  public double[] deviations() {
    double divisor = weight - squaredWeight / weight;
    double[] deviations = new double[mean.length];
    for (int j = 0; j < deviations.length; j++) {
      double deviation = divisor > 0 ? Math.sqrt(squares[j] / divisor) : 0;
      deviations[j] = deviation > CONSTANT * Math.abs(mean[j]) ? deviation : 0;
    }
    return deviations;
  }
}
