package dev.geodesic.train;

import dev.geodesic.curvature.ReferenceNetwork;
import dev.geodesic.train.ReferenceTrainer.Rule;
import dev.geodesic.trial.Fisher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** The optimizers as their papers write them. */
final class ReferenceRules {
  private ReferenceRules() {}

  static Rule gradient() {
    return (network, step) -> network.gradient();
  }

  /** Polyak 1964: v ← μv + g. */
  static Rule heavyBall(double momentum) {
    return new Rule() {
      private double[] velocity = new double[0];

      @Override
      public double[] direction(ReferenceNetwork network, int step) {
        velocity = combine(momentum, orZeros(velocity, network), 1, network.gradient());
        return velocity;
      }
    };
  }

  /**
   * Sutskever et al. 2013, eq. 3 and 4: v ← μv − ε∇f(θ + μv), θ ← θ + v. Batches are seen from
   * where the gradient is taken, θ + μv, so that a step goes from one such point to the next.
   */
  static Rule nesterov(double momentum, double rate) {
    return new Rule() {
      private double[] velocity = new double[0];

      @Override
      public double[] direction(ReferenceNetwork network, int step) {
        double[] old = orZeros(velocity, network);
        velocity = combine(momentum, old, -rate, network.gradient());
        double[] moved = combine(1 + momentum, velocity, -momentum, old);
        return combine(-1 / rate, moved, 0, moved);
      }
    };
  }

  /** Kingma and Ba 2015, algorithm 1: ε is added to the root of the corrected mean square. */
  static Rule adam(double beta1, double beta2, double epsilon) {
    return new Rule() {
      private double[] m = new double[0];
      private double[] v = new double[0];

      @Override
      public double[] direction(ReferenceNetwork network, int step) {
        double[] g = network.gradient();
        m = orZeros(m, network);
        v = orZeros(v, network);
        double[] direction = new double[g.length];
        for (int i = 0; i < g.length; i++) {
          m[i] = beta1 * m[i] + (1 - beta1) * g[i];
          v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
          double unbiasedMean = m[i] / (1 - Math.pow(beta1, step));
          double unbiasedSquare = v[i] / (1 - Math.pow(beta2, step));
          direction[i] = unbiasedMean / (Math.sqrt(unbiasedSquare) + epsilon);
        }
        return direction;
      }
    };
  }

  /** (F + λI)⁻¹g = A(AᵀA + λI)⁻¹u. */
  static Rule damped(Fisher fisher, IntToDoubleFunction damping) {
    return (network, step) -> {
      ReferenceNetwork.Factor a = network.factor(fisher, Double.POSITIVE_INFINITY);
      return a.multiply(solveDamped(a, damping.applyAsDouble(step), a.u()));
    };
  }

  /** Hestenes and Stiefel 1952 on (F + λI)d = g, from zero, with F written as AAᵀ. */
  static Rule conjugateGradients(double damping, int iterations) {
    return (network, step) -> {
      ReferenceNetwork.Factor a = network.factor(Fisher.EXACT, Double.POSITIVE_INFINITY);
      double[] residual = network.gradient();
      double[] search = residual;
      double[] solution = new double[residual.length];
      for (int k = 0; k < iterations; k++) {
        double[] product = combine(1, a.multiply(multiplyTransposed(a, search)), damping, search);
        double alpha = dot(residual, residual) / dot(search, product);
        solution = combine(1, solution, alpha, search);
        double[] next = combine(1, residual, -alpha, product);
        search = combine(1, next, dot(next, next) / dot(residual, residual), search);
        residual = next;
      }
      return solution;
    };
  }

  /** SPRING: d ← A(AᵀA + λI)⁻¹(u − μAᵀd) + μd. */
  static Rule spring(double momentum, IntToDoubleFunction damping) {
    return new Rule() {
      private double[] last = new double[0];

      @Override
      public double[] direction(ReferenceNetwork network, int step) {
        ReferenceNetwork.Factor a = network.factor(Fisher.EXACT, Double.POSITIVE_INFINITY);
        last = orZeros(last, network);
        double[] right = combine(1, a.u(), -momentum, multiplyTransposed(a, last));
        double[] projected = a.multiply(solveDamped(a, damping.applyAsDouble(step), right));
        last = combine(1, projected, momentum, last);
        return last;
      }
    };
  }

  /** The damped step with λ as Levenberg and Marquardt adapt it; {@link #ratios} tells how. */
  static final class LevenbergMarquardt implements Rule {
    /** λ in force, step by step, and that of the step to come. */
    final List<Double> dampings = new ArrayList<>();

    /** What each step gained over what the quadratic model predicted. */
    final List<Double> ratios = new ArrayList<>();

    private double slope;
    private double fisher;
    private double square;

    LevenbergMarquardt(double damping) {
      dampings.add(damping);
    }

    private double damping() {
      return dampings.get(dampings.size() - 1);
    }

    @Override
    public double[] direction(ReferenceNetwork network, int step) {
      ReferenceNetwork.Factor a = network.factor(Fisher.EXACT, Double.POSITIVE_INFINITY);
      double[] direction = a.multiply(solveDamped(a, damping(), a.u()));
      double[] moved = multiplyTransposed(a, direction);
      slope = dot(network.gradient(), direction);
      fisher = dot(moved, moved);
      square = dot(direction, direction);
      return direction;
    }

    @Override
    public void learn(double rate, double gain) {
      double model = -rate * slope + rate * rate / 2 * (fisher + damping() * square);
      double ratio = gain / model;
      ratios.add(ratio);
      dampings.add(
          ratio > 0.75 ? damping() * 19 / 20 : ratio < 0.25 ? damping() * 20 / 19 : damping());
    }
  }

  /** Aᵀd, column by column. */
  private static double[] multiplyTransposed(ReferenceNetwork.Factor a, double[] d) {
    double[] product = new double[a.order()];
    for (int k = 0; k < product.length; k++) {
      double[] unit = new double[a.order()];
      unit[k] = 1;
      product[k] = dot(a.multiply(unit), d);
    }
    return product;
  }

  /** (AᵀA + λI)⁻¹v, by Cholesky factorisation. */
  private static double[] solveDamped(ReferenceNetwork.Factor a, double damping, double[] v) {
    int n = a.order();
    double[] l = a.gram();
    for (int i = 0; i < n; i++) {
      l[i * n + i] += damping;
      for (int j = 0; j <= i; j++) {
        double sum = l[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        l[i * n + j] = i == j ? Math.sqrt(sum) : sum / l[j * n + j];
      }
    }
    double[] x = v.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= l[i * n + k] * x[k];
      }
      x[i] /= l[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= l[k * n + i] * x[k];
      }
      x[i] /= l[i * n + i];
    }
    return x;
  }

  private static double[] orZeros(double[] vector, ReferenceNetwork network) {
    return vector.length > 0 ? vector : new double[network.gradient().length];
  }

  private static double[] combine(double a, double[] x, double b, double[] y) {
    double[] sum = new double[x.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a * x[i] + b * y[i];
    }
    return sum;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
