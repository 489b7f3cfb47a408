package dev.geodesic.newton;

import java.io.Serializable;

/**
 * Sums over rows at some coefficients. Coefficients and gradients are {@code [features + 1,
 * classes]} in row-major order, the intercepts last.
 */
public final class Evaluation implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Σ weight · −log p(label), nats. */
  double loss;

  /** Of the loss. */
  final double[] gradient;

  /** Σ weight · p, {@code [classes]}. */
  final double[] probability;

  /** Σ weight · ppᵀ, {@code [classes, classes]}. */
  final double[] secondMoment;

  /** Starts the sums at 0. */
  public Evaluation(int features, int classes) {
    gradient = new double[(features + 1) * classes];
    probability = new double[classes];
    secondMoment = new double[classes * classes];
  }

  /** Adds the sums over other rows, and returns this. */
  public Evaluation add(Evaluation other) {
    loss += other.loss;
    Blas.add(1, other.gradient, gradient);
    Blas.add(1, other.probability, probability);
    Blas.add(1, other.secondMoment, secondMoment);
    return this;
  }
}
