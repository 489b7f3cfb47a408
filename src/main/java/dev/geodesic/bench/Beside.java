package dev.geodesic.bench;

import dev.geodesic.device.cpu.Yardstick;
import dev.geodesic.trial.FirstOrder;
import dev.geodesic.trial.Layer;
import java.util.List;

/**
 * The bare arithmetic that dominates a step, computed by BLAS and LAPACK alone.
 *
 * @param what a description of the arithmetic
 * @param microseconds the time that it takes for one trial-step
 */
public record Beside(String what, double microseconds) {
  static Beside measure(BenchCase bench, Yardstick yardstick) {
    if (bench.method().optimizer(1) instanceof FirstOrder) {
      return products(bench, yardstick);
    }
    return switch (bench.method()) {
      case CLOSED_FORM -> products(bench, yardstick);
      case CG -> conjugateGradients(bench, yardstick);
      case UNTRUNCATED, DAMPED, SPRING -> productsAndClasses(bench, yardstick);
      case EMPIRICAL_FISHER -> productsAndCholesky(bench, yardstick);
      case TRUNCATED -> eigenvectors(bench.order(), yardstick);
      case DENSE -> eigenvectors(bench.parameters(), yardstick);
      case KFAC, EKFAC -> kronecker(bench, yardstick);
      case MLP_DAMPED -> gramAndCholesky(bench, yardstick);
      default -> throw new IllegalArgumentException(bench.method() + " has no bare arithmetic");
    };
  }

  private static Beside products(BenchCase bench, Yardstick yardstick) {
    return new Beside(
        bench.layers().size() == 1
            ? "the two matrix products (sgemm)"
            : "its five matrix products (sgemm)",
        timeOfProducts(bench, yardstick));
  }

  /**
   * Returns the time of the matrix products of a trial-step. Those of the first layer are computed
   * for the whole pack at once, those of the other layers trial by trial.
   */
  private static double timeOfProducts(BenchCase bench, Yardstick yardstick) {
    List<Layer> layers = bench.layers();
    int batch = bench.batch();
    Layer first = layers.get(0);
    double sum =
        yardstick.twoProducts(batch, first.inputs(), first.outputs() * bench.trials())
            / bench.trials();
    for (Layer layer : layers.subList(1, layers.size())) {
      sum += yardstick.twoProducts(batch, layer.inputs(), layer.outputs());
      sum += yardstick.product(batch, layer.inputs(), layer.outputs());
    }
    return sum;
  }

  /**
   * Measures the Cholesky factorisation of the Gram matrix or, if it is smaller, of the Fisher
   * matrix.
   */
  private static Beside cholesky(BenchCase bench, Yardstick yardstick) {
    int order = bench.order();
    int parameters = bench.parameters();
    if (order > parameters) {
      return new Beside(
          "Fisher matrix (dsyrk) and Cholesky of order %d (dpotrf)".formatted(parameters),
          yardstick.gram(parameters, order) + yardstick.cholesky(parameters));
    }
    return new Beside("Cholesky of order %d (dpotrf)".formatted(order), yardstick.cholesky(order));
  }

  private static Beside conjugateGradients(BenchCase bench, Yardstick yardstick) {
    int products = Method.ITERATIONS + 1;
    int columns = bench.classes() * bench.trials();
    return new Beside(
        "the two matrix products (sgemm), %d by XXᵀ (dgemm)".formatted(products),
        timeOfProducts(bench, yardstick)
            + products * yardstick.wideProduct(bench.batch(), columns) / bench.trials());
  }

  private static Beside productsAndClasses(BenchCase bench, Yardstick yardstick) {
    return new Beside(
        "the two matrix products (sgemm), %d Cholesky of order %d (dpotrf)"
            .formatted(bench.classes(), bench.batch()),
        timeOfProducts(bench, yardstick) + bench.classes() * yardstick.cholesky(bench.batch()));
  }

  /**
   * Measures the empirical Fisher matrix. With one direction for each sample the matrix is so small
   * that the products dominate.
   */
  private static Beside productsAndCholesky(BenchCase bench, Yardstick yardstick) {
    Beside cholesky = cholesky(bench, yardstick);
    return new Beside(
        "the two matrix products (sgemm), " + cholesky.what(),
        timeOfProducts(bench, yardstick) + cholesky.microseconds());
  }

  private static Beside eigenvectors(int order, Yardstick yardstick) {
    return new Beside(
        "eigenvectors of order %d (dsyevd)".formatted(order), yardstick.eigenvectors(order));
  }

  /**
   * Measures the bare arithmetic of a Kronecker-factored step of softmax regression. The
   * eigenvectors of the samples are computed once for all trials.
   */
  private static Beside kronecker(BenchCase bench, Yardstick yardstick) {
    int every = bench.method().period();
    int features = bench.features();
    int columns = bench.classes() * bench.trials();
    double shared =
        yardstick.eigenvectors(features) / every + yardstick.product(columns, features, features);
    return new Beside(
        "two products, one more by the eigenvectors (sgemm), and these (dsyevd, order %d) / %d"
            .formatted(features, every),
        timeOfProducts(bench, yardstick) + shared / bench.trials());
  }

  /**
   * Measures the Gram products and the Cholesky factorisation of a network: for each layer, its
   * inputs and the columns of N backpropagated to its pre-activations, each times its own
   * transpose.
   */
  private static Beside gramAndCholesky(BenchCase bench, Yardstick yardstick) {
    List<Layer> layers = bench.layers();
    int batch = bench.batch();
    int order = bench.order();
    double sum = yardstick.cholesky(order);
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      sum += yardstick.gram(batch, layer.inputs()) / (l == 0 ? bench.trials() : 1);
      sum += yardstick.gram(order, layer.outputs());
    }
    return new Beside(
        "each layer's Gram products (dsyrk), Cholesky of order %d (dpotrf)".formatted(order), sum);
  }
}
