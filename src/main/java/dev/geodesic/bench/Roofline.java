package dev.geodesic.bench;

import dev.geodesic.device.cpu.BlasTimer;
import dev.geodesic.trial.FirstOrder;
import dev.geodesic.trial.Layer;
import java.util.List;

/**
 * The bare arithmetic that dominates a step, computed by BLAS and LAPACK alone.
 *
 * @param what a description of the arithmetic
 * @param microseconds the time that it takes for one trial-step
 */
public record Roofline(String what, double microseconds) {
  static Roofline measure(BenchCase bench, BlasTimer timer) {
    if (bench.method().optimizer(1) instanceof FirstOrder) {
      return products(bench, timer);
    }
    return switch (bench.method()) {
      case CLOSED_FORM -> products(bench, timer);
      case CG -> conjugateGradients(bench, timer);
      case UNTRUNCATED, DAMPED, SPRING -> productsAndClasses(bench, timer);
      case EMPIRICAL_FISHER -> productsAndCholesky(bench, timer);
      case TRUNCATED -> eigenvectors(bench.order(), timer);
      case DENSE -> eigenvectors(bench.parameters(), timer);
      case KFAC, EKFAC -> kronecker(bench, timer);
      case MLP_DAMPED -> gramAndCholesky(bench, timer);
      default -> throw new IllegalArgumentException(bench.method() + " has no bare arithmetic");
    };
  }

  private static Roofline products(BenchCase bench, BlasTimer timer) {
    return new Roofline(
        bench.layers().size() > 1
            ? "its five matrix products (sgemm)"
            : bench.data().density() < 1
                ? "the two matrix products of dense samples (sgemm)"
                : "the two matrix products (sgemm)",
        timeOfProducts(bench, timer));
  }

  /**
   * Returns the time of the matrix products of a trial-step. Those of the first layer are computed
   * for the whole pack at once, those of the other layers trial by trial.
   */
  private static double timeOfProducts(BenchCase bench, BlasTimer timer) {
    List<Layer> layers = bench.layers();
    int batch = bench.batch();
    Layer first = layers.get(0);
    double sum =
        timer.twoProducts(batch, first.inputs(), first.outputs() * bench.trials()) / bench.trials();
    for (Layer layer : layers.subList(1, layers.size())) {
      sum += timer.twoProducts(batch, layer.inputs(), layer.outputs());
      sum += timer.product(batch, layer.inputs(), layer.outputs());
    }
    return sum;
  }

  /**
   * Measures the Cholesky factorisation of the Gram matrix or, if it is smaller, of the Fisher
   * matrix.
   */
  private static Roofline cholesky(BenchCase bench, BlasTimer timer) {
    int order = bench.order();
    int parameters = bench.parameters();
    if (order > parameters) {
      return new Roofline(
          "Fisher matrix (dsyrk) and Cholesky of order %d (dpotrf)".formatted(parameters),
          timer.gram(parameters, order) + timer.cholesky(parameters));
    }
    return new Roofline("Cholesky of order %d (dpotrf)".formatted(order), timer.cholesky(order));
  }

  private static Roofline conjugateGradients(BenchCase bench, BlasTimer timer) {
    int products = Method.ITERATIONS + 1;
    int columns = bench.classes() * bench.trials();
    return new Roofline(
        "the two matrix products (sgemm), %d by XXᵀ (dgemm)".formatted(products),
        timeOfProducts(bench, timer)
            + products * timer.wideProduct(bench.batch(), columns) / bench.trials());
  }

  private static Roofline productsAndClasses(BenchCase bench, BlasTimer timer) {
    return new Roofline(
        "the two matrix products (sgemm), %d Cholesky of order %d (dpotrf)"
            .formatted(bench.classes(), bench.batch()),
        timeOfProducts(bench, timer) + bench.classes() * timer.cholesky(bench.batch()));
  }

  /**
   * Measures the empirical Fisher matrix. With one direction for each sample the matrix is so small
   * that the products dominate.
   */
  private static Roofline productsAndCholesky(BenchCase bench, BlasTimer timer) {
    Roofline cholesky = cholesky(bench, timer);
    return new Roofline(
        "the two matrix products (sgemm), " + cholesky.what(),
        timeOfProducts(bench, timer) + cholesky.microseconds());
  }

  private static Roofline eigenvectors(int order, BlasTimer timer) {
    return new Roofline(
        "eigenvectors of order %d (dsyevd)".formatted(order), timer.eigenvectors(order));
  }

  /**
   * Measures the bare arithmetic of a Kronecker-factored step of softmax regression. The
   * eigenvectors of the samples are computed once for all trials.
   */
  private static Roofline kronecker(BenchCase bench, BlasTimer timer) {
    int every = bench.method().period();
    int features = bench.features();
    int columns = bench.classes() * bench.trials();
    double shared =
        timer.eigenvectors(features) / every + timer.product(columns, features, features);
    return new Roofline(
        "two products, one more by the eigenvectors (sgemm), and these (dsyevd, order %d) / %d"
            .formatted(features, every),
        timeOfProducts(bench, timer) + shared / bench.trials());
  }

  /**
   * Measures the Gram products and the Cholesky factorisation of a network: for each layer, its
   * inputs and the columns of N backpropagated to its pre-activations, each times its own
   * transpose.
   */
  private static Roofline gramAndCholesky(BenchCase bench, BlasTimer timer) {
    List<Layer> layers = bench.layers();
    int batch = bench.batch();
    int order = bench.order();
    double sum = timer.cholesky(order);
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      sum += timer.gram(batch, layer.inputs()) / (l == 0 ? bench.trials() : 1);
      sum += timer.gram(order, layer.outputs());
    }
    return new Roofline(
        "each layer's Gram products (dsyrk), Cholesky of order %d (dpotrf)".formatted(order), sum);
  }
}
