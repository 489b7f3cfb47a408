package dev.geodesic.curvature;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import dev.geodesic.trial.Fisher;
import java.util.Arrays;

/**
 * The Fisher matrix of softmax regression written down from its definition, F = (1/B) Σ x_b x_bᵀ ⊗
 * M_b in float64, and its pseudo-inverse by LAPACK's complete eigendecomposition. Slow, and shares
 * no formula with the solvers under test.
 */
final class ReferenceFisher {
  final int classes;
  final int parameters;

  /** F, {@code [parameters, parameters]}; feature i and class c is parameter i·classes + c. */
  final double[][] matrix;

  /** The gradient of the mean loss. */
  final double[] gradient;

  private ReferenceFisher(int classes, double[][] matrix, double[] gradient) {
    this.classes = classes;
    this.parameters = gradient.length;
    this.matrix = matrix;
    this.gradient = gradient;
  }

  /**
   * From a batch and the predictions on it.
   *
   * @param x {@code [batch][features]}
   * @param p {@code [batch][classes]}
   */
  static ReferenceFisher of(double[][] x, double[][] p, int[] labels, Fisher fisher) {
    int features = x[0].length;
    int classes = p[0].length;
    double[][] f = new double[features * classes][features * classes];
    double[] g = new double[features * classes];
    for (int b = 0; b < x.length; b++) {
      double[][] m = outputCurvature(p[b], labels[b], fisher);
      for (int i = 0; i < features; i++) {
        for (int c = 0; c < classes; c++) {
          g[i * classes + c] += x[b][i] * (p[b][c] - (c == labels[b] ? 1 : 0)) / x.length;
          addRow(f[i * classes + c], x[b], x[b][i] / x.length, m[c]);
        }
      }
    }
    return new ReferenceFisher(classes, f, g);
  }

  private static void addRow(double[] row, double[] x, double factor, double[] m) {
    if (factor == 0) {
      return;
    }
    for (int j = 0; j < x.length; j++) {
      for (int k = 0; k < m.length; k++) {
        row[j * m.length + k] += factor * x[j] * m[k];
      }
    }
  }

  /** S(p), or S(p) S(softmax(p)) S(p), or (p − e_y)(p − e_y)ᵀ. */
  static double[][] outputCurvature(double[] p, int label, Fisher fisher) {
    if (fisher == Fisher.EMPIRICAL) {
      return outerProduct(p, label);
    }
    double[][] s = covariance(p);
    if (fisher == Fisher.EXACT) {
      return s;
    }
    double[] e = Arrays.stream(p).map(Math::exp).toArray();
    double sum = Arrays.stream(e).sum();
    double[] q = Arrays.stream(e).map(v -> v / sum).toArray();
    return multiply(multiply(s, covariance(q)), s);
  }

  private static double[][] outerProduct(double[] p, int label) {
    double[] residual = p.clone();
    residual[label] -= 1;
    double[][] product = new double[p.length][p.length];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        product[i][j] = residual[i] * residual[j];
      }
    }
    return product;
  }

  private static double[][] covariance(double[] p) {
    double[][] s = new double[p.length][p.length];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        s[i][j] = (i == j ? p[i] : 0) - p[i] * p[j];
      }
    }
    return s;
  }

  static double[][] multiply(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  double[] times(double[] v) {
    return Arrays.stream(matrix).mapToDouble(row -> dot(row, v)).toArray();
  }

  /** h(F)g with h(σ) = 1/(σ + damping) for σ &gt; reltol·σ_max, else 0. */
  double[] naturalGradient(double reltol, double damping) {
    Eigen eigen = eigen();
    double largest = eigen.values[parameters - 1];
    double[] direction = new double[parameters];
    for (int k = 0; k < parameters; k++) {
      if (eigen.values[k] > reltol * largest) {
        int from = k * parameters;
        double coefficient = 0;
        for (int i = 0; i < parameters; i++) {
          coefficient += eigen.vectors[from + i] * gradient[i];
        }
        coefficient /= eigen.values[k] + damping;
        for (int i = 0; i < parameters; i++) {
          direction[i] += coefficient * eigen.vectors[from + i];
        }
      }
    }
    return direction;
  }

  /** Eigenvalues ascending, and eigenvectors one after the other. */
  Eigen eigen() {
    double[] vectors = new double[parameters * parameters];
    for (int i = 0; i < parameters; i++) {
      System.arraycopy(matrix[i], 0, vectors, i * parameters, parameters);
    }
    double[] values = new double[parameters];
    int info =
        LAPACKE_dsyevd(
            LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', parameters, vectors, parameters, values);
    if (info != 0) {
      throw new ArithmeticException("dsyevd: " + info);
    }
    return new Eigen(values, vectors);
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** An eigendecomposition. */
  record Eigen(double[] values, double[] vectors) {}
}
