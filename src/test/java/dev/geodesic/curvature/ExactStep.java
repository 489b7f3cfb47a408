package dev.geodesic.curvature;

import dev.geodesic.trial.Fisher;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * The solution of (F + λI)d = g in softmax regression by Gaussian elimination with sixty digits, as
 * float64 leaves too few of them where λ is far below the eigenvalues of F.
 */
final class ExactStep {
  private static final MathContext DIGITS = new MathContext(60);

  private final double[][] x;
  private final BigDecimal[][] p;
  private final int[] labels;
  private final int classes;

  private ExactStep(double[][] x, double[][] probabilities, int[] labels) {
    this.x = x;
    this.labels = labels;
    this.classes = probabilities[0].length;
    this.p = new BigDecimal[x.length][];
    for (int b = 0; b < x.length; b++) {
      p[b] = normalized(probabilities[b]);
    }
  }

  /**
   * d, class by class.
   *
   * @param x {@code [batch][features]}
   * @param probabilities {@code [batch][classes]}; their sums are made 1
   */
  static double[] of(
      double[][] x, double[][] probabilities, int[] labels, Fisher fisher, double damping) {
    return new ExactStep(x, probabilities, labels).solve(fisher, damping);
  }

  private static BigDecimal[] normalized(double[] values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value));
    }
    BigDecimal[] p = new BigDecimal[values.length];
    for (int c = 0; c < p.length; c++) {
      p[c] = new BigDecimal(values[c]).divide(sum, DIGITS);
    }
    return p;
  }

  /** The equations are multiplied by the size of the batch. */
  private double[] solve(Fisher fisher, double damping) {
    int features = x[0].length;
    int order = features * classes;
    BigDecimal[][] system = new BigDecimal[order][order + 1];
    for (BigDecimal[] row : system) {
      Arrays.fill(row, BigDecimal.ZERO);
    }
    for (int b = 0; b < x.length; b++) {
      BigDecimal[][] m = outputCurvature(b, fisher);
      BigDecimal[] residual = residual(b);
      for (int k = 0; k < order; k++) {
        BigDecimal left = new BigDecimal(x[b][k % features]);
        for (int j = 0; j < order; j++) {
          BigDecimal right = new BigDecimal(x[b][j % features]);
          BigDecimal term = m[k / features][j / features].multiply(left, DIGITS);
          system[k][j] = system[k][j].add(term.multiply(right, DIGITS), DIGITS);
        }
        system[k][order] =
            system[k][order].add(residual[k / features].multiply(left, DIGITS), DIGITS);
      }
    }
    BigDecimal shift = new BigDecimal(damping).multiply(BigDecimal.valueOf(x.length));
    for (int k = 0; k < order; k++) {
      system[k][k] = system[k][k].add(shift, DIGITS);
    }
    return eliminated(system);
  }

  /** p − e_y. */
  private BigDecimal[] residual(int b) {
    BigDecimal[] residual = p[b].clone();
    residual[labels[b]] = residual[labels[b]].subtract(BigDecimal.ONE);
    return residual;
  }

  private BigDecimal[][] outputCurvature(int b, Fisher fisher) {
    return switch (fisher) {
      case EXACT -> covariance(p[b]);
      case EMPIRICAL -> outer(residual(b));
      case SOFTMAX_OF_PROBABILITIES -> {
        double[] q = new double[classes];
        for (int c = 0; c < classes; c++) {
          q[c] = Math.exp(p[b][c].doubleValue());
        }
        BigDecimal[][] s = covariance(p[b]);
        yield product(product(s, covariance(normalized(q))), s);
      }
    };
  }

  private static BigDecimal[][] covariance(BigDecimal[] p) {
    BigDecimal[][] s = outer(p);
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        s[i][j] = i == j ? p[i].subtract(s[i][j]) : s[i][j].negate();
      }
    }
    return s;
  }

  private static BigDecimal[][] outer(BigDecimal[] v) {
    BigDecimal[][] product = new BigDecimal[v.length][v.length];
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        product[i][j] = v[i].multiply(v[j], DIGITS);
      }
    }
    return product;
  }

  private static BigDecimal[][] product(BigDecimal[][] left, BigDecimal[][] right) {
    int n = left.length;
    BigDecimal[][] product = new BigDecimal[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        product[i][j] = BigDecimal.ZERO;
        for (int k = 0; k < n; k++) {
          product[i][j] = product[i][j].add(left[i][k].multiply(right[k][j], DIGITS), DIGITS);
        }
      }
    }
    return product;
  }

  /** The matrix is positive definite, so no rows need be exchanged. */
  private static double[] eliminated(BigDecimal[][] system) {
    int n = system.length;
    for (int k = 0; k < n; k++) {
      for (int i = k + 1; i < n; i++) {
        if (system[i][k].signum() != 0) {
          BigDecimal factor = system[i][k].divide(system[k][k], DIGITS);
          for (int j = k; j <= n; j++) {
            system[i][j] = system[i][j].subtract(factor.multiply(system[k][j], DIGITS), DIGITS);
          }
        }
      }
    }
    BigDecimal[] solution = new BigDecimal[n];
    double[] rounded = new double[n];
    for (int k = n - 1; k >= 0; k--) {
      BigDecimal rest = system[k][n];
      for (int j = k + 1; j < n; j++) {
        rest = rest.subtract(system[k][j].multiply(solution[j], DIGITS), DIGITS);
      }
      solution[k] = rest.divide(system[k][k], DIGITS);
      rounded[k] = solution[k].doubleValue();
    }
    return rounded;
  }
}
