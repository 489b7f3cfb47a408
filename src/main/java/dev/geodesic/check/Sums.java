package dev.geodesic.check;

import java.util.Arrays;

/**
 * The expected elements of an array of three indices, each a sum of products.
 *
 * @param values in the array's order, the last index fastest
 * @param sizes Σ|products| of each element, which bounds its rounding
 */
record Sums(double[] values, double[] sizes) {
  /** Returns the k-th product of element (i, j, l). */
  interface Term {
    double at(int i, int j, int l, int k);
  }

  /** Computes an array of three indices, each element a sum of {@code terms} products. */
  static Sums of(int first, int second, int third, int terms, Term term) {
    Sums sums = new Sums(new double[first * second * third], new double[first * second * third]);
    int index = 0;
    for (int i = 0; i < first; i++) {
      for (int j = 0; j < second; j++) {
        for (int l = 0; l < third; l++, index++) {
          for (int k = 0; k < terms; k++) {
            double product = term.at(i, j, l, k);
            sums.values[index] += product;
            sums.sizes[index] += Math.abs(product);
          }
        }
      }
    }
    return sums;
  }

  /** Computes an array of one index, each element a sum of {@code terms} products. */
  static Sums of(int length, int terms, Term term) {
    return of(1, 1, length, terms, term);
  }

  /** Returns the sums with one more term each. */
  Sums plus(double[] more) {
    Sums sum = new Sums(values.clone(), sizes.clone());
    for (int i = 0; i < more.length; i++) {
      sum.values[i] += more[i];
      sum.sizes[i] += Math.abs(more[i]);
    }
    return sum;
  }

  double[] allowed(Rounding rounding) {
    return Arrays.stream(sizes).map(rounding::of).toArray();
  }
}
