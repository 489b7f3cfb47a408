package dev.geodesic.bench;

import dev.geodesic.bench.BenchCase.Layer;
import dev.geodesic.trial.FirstOrder;
import java.util.List;

/**
 * Counts the floating-point operations that a trial-step needs; a multiplication and an addition
 * are two. Only the fastest growing terms are counted, without those for the curve. P is the number
 * of weights, B the size of the batch, C the number of classes, n the order of the Gram matrix, and
 * T the number of trials in the pack, which share the operations that depend only on the samples.
 */
final class Operations {
  /** Operations for each weight of a step along a direction of the weights' size. */
  private static final double STEP = 2;

  private final BenchCase bench;
  private final double batch;
  private final double trials;
  private final double parameters;
  private final double order;

  private Operations(BenchCase bench) {
    this.bench = bench;
    this.batch = bench.batch();
    this.trials = bench.trials();
    this.parameters = bench.parameters();
    this.order = bench.order();
  }

  /** Returns the floating-point operations of one step of one trial. */
  static double of(BenchCase bench) {
    return new Operations(bench).count();
  }

  private double count() {
    if (bench.method().optimizer(1) instanceof FirstOrder optimizer) {
      return products() + direction(optimizer);
    }
    return switch (bench.method()) {
      case CLOSED_FORM -> products() + (samples() + cholesky(batch)) / trials + solves();
      case UNTRUNCATED ->
          products() + samples() / trials + bench.classes() * cholesky(batch) + solves();
      case DAMPED -> 2 * batch <= parameters ? products() + classes() : damped();
      case MLP_DAMPED, EMPIRICAL_FISHER -> damped();
      case TRUNCATED -> products() + gram() + reduction(order);
      case DENSE -> forward() + fisher() + reduction(parameters);
      case CG -> products() + samples() / trials + (Method.ITERATIONS + 1) * neuralTangent();
      case KFAC -> forward() + kronecker();
      case EKFAC -> forward() + kronecker() + secondMoments();
      // The product of J and the last direction is additional.
      case SPRING -> products() + forward() + STEP * parameters + classes();
      default -> throw new IllegalArgumentException(bench.method() + " has no count");
    };
  }

  /**
   * Operations of a first-order direction and its step. A step along the gradient itself is part of
   * the gradient's product.
   */
  private double direction(FirstOrder optimizer) {
    return optimizer.operations() == 0 ? 0 : (optimizer.operations() + STEP) * parameters;
  }

  /** Operations of a damped solve, by the smaller one of the Fisher and the Gram matrix. */
  private double damped() {
    return order > parameters
        ? forward() + fisher() + cholesky(parameters)
        : products() + gram() + cholesky(order);
  }

  /** Operations of the logits, 2BP. */
  private double forward() {
    return 2 * batch * parameters;
  }

  /**
   * Operations of the logits and the pullback of a cotangent: 4BP, and 2B for each weight above the
   * first layer, through which the cotangent is backpropagated.
   */
  private double products() {
    return 2 * forward() + 2 * batch * aboveTheFirst();
  }

  private double aboveTheFirst() {
    return parameters - bench.layers().get(0).weights();
  }

  /** Operations of one triangle of XXᵀ. */
  private double samples() {
    return batch * batch * bench.features();
  }

  /** Operations of two triangular solves with XXᵀ for every class. */
  private double solves() {
    return 2 * batch * batch * bench.classes();
  }

  /** Operations of the product of XXᵀ and a cotangent. */
  private double neuralTangent() {
    return 2 * batch * batch * bench.classes();
  }

  /**
   * Operations of one triangle of the Gram matrix: the products of each layer's inputs and of the
   * columns of N, backpropagated to the layer's pre-activations.
   */
  private double gram() {
    List<Layer> layers = bench.layers();
    double sum = samples() / trials + 2 * order * aboveTheFirst();
    for (int l = 0; l < layers.size(); l++) {
      sum += order * order * layers.get(l).outputs();
      sum += l == 0 ? 0 : batch * batch * layers.get(l).inputs();
    }
    return sum;
  }

  /**
   * Operations of inverting a matrix of the batch's order for every class, and of factoring the sum
   * of the inverses.
   */
  private double classes() {
    return samples() / trials + bench.classes() * 3 * cholesky(batch) + cholesky(batch);
  }

  /** Operations of one triangle of F = AAᵀ. */
  private double fisher() {
    return order * parameters * parameters;
  }

  /**
   * Operations of a step of K-FAC. The gradient is formed in the eigenbasis of the factors and
   * transformed back; the batch is added to the factors, which are decomposed once in a period.
   */
  private double kronecker() {
    List<Layer> layers = bench.layers();
    double sum = STEP * parameters;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      sum += 2 * batch * layer.weights();
      sum += 2.0 * layer.weights() * (layer.inputs() + layer.outputs());
      sum += factor(layer.outputs()) + factor(layer.inputs()) / (l == 0 ? trials : 1);
    }
    return sum;
  }

  /**
   * Operations of a factor: the second moment of a batch, the batch's coordinates in the
   * eigenbasis, and a share of the eigendecomposition.
   */
  private double factor(double width) {
    return batch * width * width
        + 2 * batch * width * width
        + eigenvectors(width) / bench.method().period();
  }

  /** Operations of EKFAC's eigenvalues, the second moments of the gradients' coordinates. */
  private double secondMoments() {
    return 2 * batch * parameters;
  }

  private static double cholesky(double n) {
    return n * n * n / 3;
  }

  /** Operations of the reduction to tridiagonal form. */
  private static double reduction(double n) {
    return 4 * n * n * n / 3;
  }

  /**
   * Operations of the reduction and of transforming the eigenvectors back. Finding the eigenvectors
   * of the tridiagonal matrix is not counted.
   */
  private static double eigenvectors(double n) {
    return reduction(n) + 2 * n * n * n;
  }
}
