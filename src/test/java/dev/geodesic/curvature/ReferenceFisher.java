package dev.geodesic.curvature;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import dev.geodesic.trial.Fisher;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

  /** What the lengths of the samples' gradients add up to, however they cancel. */
  final double gross;

  private @Nullable Eigen eigen;

  private ReferenceFisher(int classes, double[][] matrix, double[] gradient, double gross) {
    this.classes = classes;
    this.parameters = gradient.length;
    this.matrix = matrix;
    this.gradient = gradient;
    this.gross = gross;
  }

  /**
   * From a batch and the predictions on it.
   *
   * @param x {@code [batch][features]}
   * @param p {@code [batch][classes]}
   * @param most what 1/p(label) counts as at most: a sample beyond it weighs less in the gradient
   */
  static ReferenceFisher of(double[][] x, double[][] p, int[] labels, Fisher fisher, double most) {
    int features = x[0].length;
    int classes = p[0].length;
    double[][] f = new double[features * classes][features * classes];
    double[] g = new double[features * classes];
    double gross = 0;
    for (int b = 0; b < x.length; b++) {
      double[][] m = outputCurvature(p[b], labels[b], fisher);
      double[] residual = residual(p[b], labels[b]);
      double weight = Math.min(1, most * p[b][labels[b]]) / x.length;
      gross += norm(x[b]) * norm(residual) * weight;
      for (int i = 0; i < features; i++) {
        for (int c = 0; c < classes; c++) {
          g[i * classes + c] += x[b][i] * residual[c] * weight;
          addRow(f[i * classes + c], x[b], x[b][i] / x.length, m[c]);
        }
      }
    }
    return new ReferenceFisher(classes, f, g, gross);
  }

  /**
   * Of any network, from the Jacobian J of its logits: F = (1/B) Σ J_bᵀ M_b J_b.
   *
   * @param jacobian {@code [batch][classes][parameters]}
   */
  static ReferenceFisher of(
      double[][][] jacobian, double[][] p, int[] labels, Fisher fisher, double most) {
    int classes = p[0].length;
    int parameters = jacobian[0][0].length;
    double[][] f = new double[parameters][parameters];
    double[] g = new double[parameters];
    double gross = 0;
    for (int b = 0; b < jacobian.length; b++) {
      double weight = Math.min(1, most * p[b][labels[b]]) / jacobian.length;
      double[] residual = residual(p[b], labels[b]);
      double[] ofSample = new double[parameters];
      for (int c = 0; c < classes; c++) {
        addScaled(ofSample, residual[c] * weight, jacobian[b][c]);
      }
      addScaled(g, 1, ofSample);
      gross += norm(ofSample);
      double[][] mj = multiply(outputCurvature(p[b], labels[b], fisher), jacobian[b]);
      for (int c = 0; c < classes; c++) {
        for (int i = 0; i < parameters; i++) {
          addScaled(f[i], jacobian[b][c][i] / jacobian.length, mj[c]);
        }
      }
    }
    return new ReferenceFisher(classes, f, g, gross);
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

  /** p − e_y, without taking 1 from what is nearly 1. */
  private static double[] residual(double[] p, int label) {
    double[] residual = p.clone();
    residual[label] = 0;
    residual[label] = -Arrays.stream(residual).sum();
    return residual;
  }

  private static double[][] outerProduct(double[] p, int label) {
    double[] residual = residual(p, label);
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
        s[i][j] = -p[i] * (i == j ? residual(p, i)[i] : p[j]);
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
    double[] values = eigen().values;
    double[] direction = new double[parameters];
    for (int k = 0; k < parameters; k++) {
      if (values[k] > reltol * values[parameters - 1]) {
        addScaled(direction, 1, gradientAlong(k, 1 / (values[k] + damping)));
      }
    }
    return direction;
  }

  /** {@code factor} times what of g lies along eigenvector k. */
  double[] gradientAlong(int k, double factor) {
    double[] part = along(k, gradient);
    for (int i = 0; i < part.length; i++) {
      part[i] *= factor;
    }
    return part;
  }

  /** What of a vector lies along eigenvector k. */
  double[] along(int k, double[] v) {
    double[] eigenvector =
        Arrays.copyOfRange(eigen().vectors, k * parameters, (k + 1) * parameters);
    double[] part = new double[parameters];
    addScaled(part, dot(eigenvector, v), eigenvector);
    return part;
  }

  /** Eigenvalues ascending, and eigenvectors one after the other. */
  Eigen eigen() {
    if (eigen == null) {
      eigen = decompose();
    }
    return eigen;
  }

  private Eigen decompose() {
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

  static double norm(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  /** {@code target += factor · v}. */
  static void addScaled(double[] target, double factor, double[] v) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * v[i];
    }
  }

  /** An eigendecomposition. */
  record Eigen(double[] values, double[] vectors) {}
}
