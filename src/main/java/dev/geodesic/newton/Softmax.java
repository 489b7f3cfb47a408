package dev.geodesic.newton;

/**
 * Softmax regression on a block of rows: p = softmax(Aᵀx + c). The Fisher matrix of the predictions
 * is also the Gauss-Newton matrix and the Hessian of the loss, because the labels enter the margins
 * linearly: F = Σ weight · (diag p − ppᵀ) ⊗ xxᵀ.
 */
public final class Softmax {
  private final int classes;

  /** Margins, then cotangents, of the rows of a block; grown as blocks need. */
  private double[] margins = new double[0];

  private double[] cotangents = new double[0];

  public Softmax(int classes) {
    this.classes = classes;
  }

  /** Adds loss, gradient and moments of p over the rows of a block to {@code sums}. */
  public void evaluate(Rows rows, double[] coefficients, Evaluation sums) {
    reserve(rows.count(), classes);
    rows.multiply(coefficients, classes, margins);
    int intercept = rows.features() * classes;
    for (int i = 0; i < rows.count(); i++) {
      int row = i * classes;
      for (int k = 0; k < classes; k++) {
        margins[row + k] += coefficients[intercept + k];
      }
      double own = margins[row + rows.labels()[i]];
      double weight = rows.weights()[i];
      sums.loss += weight * (normalize(row, classes) - own);
      for (int k = 0; k < classes; k++) {
        cotangents[row + k] = weight * margins[row + k];
        sums.probability[k] += cotangents[row + k];
      }
    }
    Blas.addTransposed(rows.count(), classes, classes, cotangents, margins, sums.secondMoment);
    for (int i = 0; i < rows.count(); i++) {
      cotangents[i * classes + rows.labels()[i]] -= rows.weights()[i];
    }
    addPullback(rows, sums.gradient);
  }

  /**
   * Adds the Fisher matrix times a direction, over the rows of a block, to {@code sum}.
   *
   * @param pair coefficients and direction side by side, {@code [features + 1, 2 · classes]}
   * @param sum {@code [features + 1, classes]}
   */
  public void addProduct(Rows rows, double[] pair, double[] sum) {
    int columns = 2 * classes;
    reserve(rows.count(), columns);
    rows.multiply(pair, columns, margins);
    int intercept = rows.features() * columns;
    for (int i = 0; i < rows.count(); i++) {
      int row = i * columns;
      for (int k = 0; k < columns; k++) {
        margins[row + k] += pair[intercept + k];
      }
      normalize(row, classes);
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        mean += margins[row + k] * margins[row + classes + k];
      }
      for (int k = 0; k < classes; k++) {
        cotangents[i * classes + k] =
            rows.weights()[i] * margins[row + k] * (margins[row + classes + k] - mean);
      }
    }
    addPullback(rows, sum);
  }

  /** Adds XᵀR and 1ᵀR of the cotangents R. */
  private void addPullback(Rows rows, double[] sum) {
    rows.addTransposed(cotangents, classes, sum);
    int intercept = rows.features() * classes;
    for (int i = 0; i < rows.count(); i++) {
      for (int k = 0; k < classes; k++) {
        sum[intercept + k] += cotangents[i * classes + k];
      }
    }
  }

  /** Replaces the margins of a row by probabilities, and returns log Σ exp(margin). */
  private double normalize(int from, int length) {
    double most = margins[from];
    for (int k = 1; k < length; k++) {
      most = Math.max(most, margins[from + k]);
    }
    double sum = 0;
    for (int k = 0; k < length; k++) {
      double power = Math.exp(margins[from + k] - most);
      margins[from + k] = power;
      sum += power;
    }
    for (int k = 0; k < length; k++) {
      margins[from + k] /= sum;
    }
    return most + Math.log(sum);
  }

  private void reserve(int rows, int columns) {
    if (margins.length < rows * columns) {
      margins = new double[rows * columns];
    }
    if (cotangents.length < rows * classes) {
      cotangents = new double[rows * classes];
    }
  }
}
