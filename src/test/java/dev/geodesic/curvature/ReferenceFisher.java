package dev.geodesic.curvature;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import dev.geodesic.trial.Fisher;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The Fisher matrix written down from its definition, F = (1/B) Σ J_bᵀ M_b J_b in float64, and its
 * pseudo-inverse by LAPACK's complete eigendecomposition. Slow, and shares no formula with the
 * solvers under test.
 */
final class ReferenceFisher {
  final int parameters;

  /** F, {@code [parameters, parameters]}. */
  final double[][] matrix;

  /** The gradient of the mean loss. */
  final double[] gradient;

  /** What the lengths of the samples' gradients add up to, however they cancel. */
  final double gross;

  private @Nullable Eigen eigen;

  private ReferenceFisher(double[][] matrix, double[] gradient, double gross) {
    this.parameters = gradient.length;
    this.matrix = matrix;
    this.gradient = gradient;
    this.gross = gross;
  }

  /**
   * Of a batch, from the Jacobian J of its logits.
   *
   * @param jacobian {@code [batch][classes][parameters]}
   * @param p {@code [batch][classes]}
   * @param most what 1/p(label) counts as at most: a sample beyond it weighs less in the gradient
   */
  static ReferenceFisher of(
      double[][][] jacobian, double[][] p, int[] labels, Fisher fisher, double most) {
    int parameters = jacobian[0][0].length;
    double[][] f = new double[parameters][parameters];
    double[] g = new double[parameters];
    double gross = 0;
    for (int b = 0; b < jacobian.length; b++) {
      double weight = Math.min(1, most * p[b][labels[b]]) / jacobian.length;
      double[] residual = residual(p[b], labels[b]);
      double[] ofSample = new double[parameters];
      double[][] mj = multiply(outputCurvature(p[b], labels[b], fisher), jacobian[b]);
      for (int c = 0; c < residual.length; c++) {
        addScaled(ofSample, residual[c] * weight, jacobian[b][c]);
        for (int i = 0; i < parameters; i++) {
          // Most are 0 where each class has weights of its own.
          if (jacobian[b][c][i] != 0) {
            addScaled(f[i], jacobian[b][c][i] / jacobian.length, mj[c]);
          }
        }
      }
      addScaled(g, 1, ofSample);
      gross += norm(ofSample);
    }
    return new ReferenceFisher(f, g, gross);
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
