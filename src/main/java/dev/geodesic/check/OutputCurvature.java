package dev.geodesic.check;

import dev.geodesic.trial.Fisher;
import java.util.Arrays;

/**
 * Computes the output curvature M of one sample by its definition: S(p), S(p) S(softmax p) S(p), or
 * (p − e_y)(p − e_y)ᵀ.
 */
final class OutputCurvature {
  private OutputCurvature() {}

  static double[][] of(Fisher fisher, double[] p, int label) {
    return switch (fisher) {
      case EXACT -> covariance(p);
      case SOFTMAX_OF_PROBABILITIES ->
          multiply(multiply(covariance(p), covariance(softmax(p))), covariance(p));
      case EMPIRICAL -> {
        double[] r = residual(p, label);
        double[][] m = new double[p.length][p.length];
        for (int i = 0; i < p.length; i++) {
          for (int j = 0; j < p.length; j++) {
            m[i][j] = r[i] * r[j];
          }
        }
        yield m;
      }
    };
  }

  /** Returns p − e_y without subtracting 1 from a number that is nearly 1. */
  static double[] residual(double[] p, int label) {
    double[] r = p.clone();
    r[label] = 0;
    r[label] = -Arrays.stream(r).sum();
    return r;
  }

  /** Returns S(p) = diag p − ppᵀ, whose rows sum to 0. */
  static double[][] covariance(double[] p) {
    double[][] s = new double[p.length][p.length];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        s[i][j] = i == j ? -p[i] * residual(p, i)[i] : -p[i] * p[j];
      }
    }
    return s;
  }

  private static double[] softmax(double[] p) {
    double[] q = Arrays.stream(p).map(StrictMath::exp).toArray();
    double sum = Arrays.stream(q).sum();
    return Arrays.stream(q).map(value -> value / sum).toArray();
  }

  private static double[][] multiply(double[][] a, double[][] b) {
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
}
