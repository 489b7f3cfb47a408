package dev.geodesic.train;

import dev.geodesic.data.Samples;
import java.util.Arrays;

/** The least mean cross-entropy of softmax regression, by Newton's method in plain loops. */
final class NewtonOptimum {
  private static final int STEPS = 60;

  /** Adding one number to all logits changes nothing: without this the Hessian is singular. */
  private static final double RIDGE = 1e-9;

  private final Samples samples;
  private final int classes;
  private final double[] weights;
  private final double[] gradient;
  private final double[][] hessian;
  private double loss;

  private NewtonOptimum(Samples samples, int classes) {
    this.samples = samples;
    this.classes = classes;
    int parameters = samples.width() * classes;
    this.weights = new double[parameters];
    this.gradient = new double[parameters];
    this.hessian = new double[parameters][parameters];
  }

  /** The loss at the optimum, which must exist: the samples are not separable. */
  static double of(Samples samples, int classes) {
    NewtonOptimum newton = new NewtonOptimum(samples, classes);
    for (int step = 0; step < STEPS; step++) {
      newton.differentiate();
      newton.step();
    }
    newton.differentiate();
    for (double slope : newton.gradient) {
      if (Math.abs(slope) > 1e-10) {
        throw new IllegalStateException("Newton's method must end flat, got: " + slope);
      }
    }
    return newton.loss;
  }

  private void differentiate() {
    loss = 0;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = 0;
      Arrays.fill(hessian[i], 0);
      hessian[i][i] = RIDGE;
    }
    int width = samples.width();
    double share = 1.0 / samples.count();
    for (int n = 0; n < samples.count(); n++) {
      double[] p = probabilities(n);
      int label = samples.labels()[n];
      loss -= share * Math.log(p[label]);
      for (int c = 0; c < classes; c++) {
        for (int i = 0; i < width; i++) {
          double x = samples.features()[n * width + i];
          gradient[c * width + i] += share * (p[c] - (c == label ? 1 : 0)) * x;
          for (int d = 0; d < classes; d++) {
            double s = p[c] * ((c == d ? 1 : 0) - p[d]);
            for (int j = 0; j < width; j++) {
              hessian[c * width + i][d * width + j] +=
                  share * s * x * samples.features()[n * width + j];
            }
          }
        }
      }
    }
  }

  private double[] probabilities(int n) {
    double[] p = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double logit = 0;
      for (int i = 0; i < samples.width(); i++) {
        logit += weights[c * samples.width() + i] * samples.features()[n * samples.width() + i];
      }
      p[c] = Math.exp(logit);
      sum += p[c];
    }
    for (int c = 0; c < classes; c++) {
      p[c] /= sum;
    }
    return p;
  }

  /** Gaussian elimination of H·d = g. */
  private void step() {
    int n = gradient.length;
    double[] d = gradient.clone();
    for (int k = 0; k < n; k++) {
      for (int row = k + 1; row < n; row++) {
        double factor = hessian[row][k] / hessian[k][k];
        for (int column = k; column < n; column++) {
          hessian[row][column] -= factor * hessian[k][column];
        }
        d[row] -= factor * d[k];
      }
    }
    for (int row = n - 1; row >= 0; row--) {
      for (int column = row + 1; column < n; column++) {
        d[row] -= hessian[row][column] * d[column];
      }
      d[row] /= hessian[row][row];
      weights[row] -= d[row];
    }
  }
}
