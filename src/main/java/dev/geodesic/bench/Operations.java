package dev.geodesic.bench;

import dev.geodesic.bench.BenchCase.Layer;
import dev.geodesic.trial.FirstOrder;
import java.util.List;

/**
 * Floating-point operations that a trial-step cannot do without; a multiplication and an addition
 * are two. Only what grows fastest is counted, and no measuring of the step. P stands for the
 * number of weights, B for the batch, C for the classes, n for the order of the Gram matrix, T for
 * the trials of the pack, which share what depends on the samples alone.
 */
final class Operations {
  /** Taking a step along a direction that is held in the weights. */
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

  /** Floating-point operations of one step of one trial. */
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
      // J of the last direction is one product more.
      case SPRING -> products() + forward() + STEP * parameters + classes();
      default -> throw new IllegalArgumentException(bench.method() + " has no count");
    };
  }

  /** A step along the gradient itself is part of its product. */
  private double direction(FirstOrder optimizer) {
    return optimizer.operations() == 0 ? 0 : (optimizer.operations() + STEP) * parameters;
  }

  /** The dense matrix is factored where it is the smaller one. */
  private double damped() {
    return order > parameters
        ? forward() + fisher() + cholesky(parameters)
        : products() + gram() + cholesky(order);
  }

  /** Logits: 2BP. */
  private double forward() {
    return 2 * batch * parameters;
  }

  /**
   * Logits and the pullback of a cotangent, 4BP; on the way back, the weights of every layer but
   * the first once more.
   */
  private double products() {
    return 2 * forward() + 2 * batch * aboveTheFirst();
  }

  private double aboveTheFirst() {
    return parameters - bench.layers().get(0).weights();
  }

  /** XXᵀ, one triangle. */
  private double samples() {
    return batch * batch * bench.features();
  }

  /** Two triangular solves with XXᵀ for every class. */
  private double solves() {
    return 2 * batch * batch * bench.classes();
  }

  /** XXᵀ times a cotangent. */
  private double neuralTangent() {
    return 2 * batch * batch * bench.classes();
  }

  /**
   * One triangle of the Gram matrix: the products of what each layer reads and of the columns of N,
   * carried back to the layer's sums.
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

  /** The inverse of a matrix of the batch's order for every class, and their sum factored. */
  private double classes() {
    return samples() / trials + bench.classes() * 3 * cholesky(batch) + cholesky(batch);
  }

  /** One triangle of F = AAᵀ. */
  private double fisher() {
    return order * parameters * parameters;
  }

  /**
   * A step of K-FAC. The gradient is formed in the eigenbasis of the factors and turned back, the
   * factors take in the batch, and are decomposed every now and then.
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

  /** A batch's second moment, its coordinates in the eigenbasis, and a share of the latter. */
  private double factor(double width) {
    return batch * width * width
        + 2 * batch * width * width
        + eigenvectors(width) / bench.method().period();
  }

  /** EKFAC's eigenvalues: second moments of the gradients' coordinates. */
  private double secondMoments() {
    return 2 * batch * parameters;
  }

  private static double cholesky(double n) {
    return n * n * n / 3;
  }

  /** To tridiagonal form. */
  private static double reduction(double n) {
    return 4 * n * n * n / 3;
  }

  /** Reduction, and the eigenvectors turned back; those of the tridiagonal matrix not counted. */
  private static double eigenvectors(double n) {
    return reduction(n) + 2 * n * n * n;
  }
}
