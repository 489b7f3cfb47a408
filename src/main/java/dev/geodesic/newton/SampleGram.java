package dev.geodesic.newton;

import java.io.Serializable;

/**
 * Second moments of a sample of the rows.
 *
 * @param weight sum of the weights
 * @param sum Σ weight · x, {@code [features]}
 * @param gram Σ weight · xxᵀ, {@code [features, features]}, lower triangle
 */
@SuppressWarnings("ArrayRecordComponent") // sums: never compared
public record SampleGram(double weight, double[] sum, double[] gram) implements Serializable {

  /** Returns the sums over no rows. */
  public static SampleGram empty(int features) {
    return new SampleGram(0, new double[features], new double[features * features]);
  }

  /** Adds a block; the arrays are shared with the result. */
  public SampleGram add(Rows rows) {
    double total = weight;
    for (double w : rows.weights()) {
      total += w;
    }
    rows.addWeighted(sum);
    rows.addGram(gram);
    return new SampleGram(total, sum, gram);
  }

  /** Adds another sample; the arrays are shared with the result. */
  public SampleGram add(SampleGram other) {
    Blas.add(1, other.sum, sum);
    Blas.add(1, other.gram, gram);
    return new SampleGram(weight + other.weight, sum, gram);
  }
}
