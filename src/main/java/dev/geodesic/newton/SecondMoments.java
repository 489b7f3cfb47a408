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
public record SecondMoments(double weight, double[] sum, double[] gram) implements Serializable {

  /** Returns the sums over no rows. */
  public static SecondMoments empty(int features) {
    return new SecondMoments(0, new double[features], new double[features * features]);
  }

  /** Adds a block; the arrays are shared with the result. */
  public SecondMoments add(Rows rows) {
    double total = weight;
    for (double w : rows.weights()) {
      total += w;
    }
    rows.addWeighted(sum);
    rows.addGram(gram);
    return new SecondMoments(total, sum, gram);
  }

  /** Adds another sample; the arrays are shared with the result. */
  public SecondMoments add(SecondMoments other) {
    Blas.add(1, other.sum, sum);
    Blas.add(1, other.gram, gram);
    return new SecondMoments(weight + other.weight, sum, gram);
  }
}
