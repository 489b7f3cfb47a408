package dev.geodesic.newton;

import java.io.Serializable;

/** A block of rows X {@code [rows, features]} with a class and a weight each. */
public sealed interface Rows extends Serializable permits DenseBlock, SparseBlock {
  int count();

  int features();

  /** The class of each row, 0, 1, 2 and so on. */
  int[] labels();

  /** The weight of each row, 0 or more. */
  double[] weights();

  /** Bytes that its arrays take. */
  long bytes();

  /** Writes XA, of A {@code [features, columns]}. */
  void multiply(double[] a, int columns, double[] out);

  /** Adds XᵀR, of R {@code [rows, columns]}, to {@code sum [features, columns]}. */
  void addTransposed(double[] r, int columns, double[] sum);

  /** Adds weight · xxᵀ of every row to the lower triangle of {@code sum [features, features]}. */
  void addGram(double[] sum);

  /** Adds weight · x of every row to {@code sum}. */
  default void addWeighted(double[] sum) {
    addTransposed(weights(), 1, sum);
  }

  /** Adds weight · (x − center)² of every row, feature by feature, to {@code sum}. */
  void addSquares(double[] center, double[] sum);
}
