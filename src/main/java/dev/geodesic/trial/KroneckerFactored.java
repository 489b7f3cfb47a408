package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.util.List;

/**
 * Natural gradient descent with the Fisher matrix of each layer as a Kronecker product of the
 * second moments of its inputs and of its output derivatives: K-FAC (Martens and Grosse 2015), or
 * with corrected eigenvalues EKFAC (George et al. 2018).
 *
 * @param eigenvalues where the eigenvalues of a layer's Fisher matrix come from
 * @param values of the parameters of {@link #KFAC}; those that are not given take their defaults
 */
public record KroneckerFactored(Eigenvalues eigenvalues, Assignment values)
    implements OptimizerSpec {
  /**
   * Weight of the past in the factors' running means, in [0, 1); at batch k it is min(1 − 1/k,
   * averaging), so that the first 1/(1 − averaging) batches count alike.
   */
  public static final Parameter<Double> AVERAGING =
      Parameter.of(
              "averaging",
              Domains.fraction(),
              "weight of the past in the Kronecker factors' running means; 0 is the batch alone")
          .or(0.95);

  /** Number of steps between two eigendecompositions of the Kronecker factors. */
  public static final Parameter<Integer> UPDATE_EVERY =
      Parameter.of(
              "update-every",
              Domains.whole(1),
              "steps between two eigendecompositions of the Kronecker factors")
          .or(10);

  /** The kind of optimizer that a conf calls {@code kfac}. */
  public static final Family<KroneckerFactored> KFAC =
      family(
          "kfac",
          "natural gradient with each layer's Fisher matrix as a Kronecker product (K-FAC)",
          Eigenvalues.PRODUCTS);

  /** The kind of optimizer that a conf calls {@code ekfac}. */
  public static final Family<KroneckerFactored> EKFAC =
      family("ekfac", "K-FAC with corrected eigenvalues (EKFAC)", Eigenvalues.CORRECTED);

  /** Where the eigenvalues of a layer's Fisher matrix come from. */
  public enum Eigenvalues {
    /**
     * K-FAC: products of the factors' own eigenvalues, damped by π√λ and √λ/π (Martens and Grosse
     * 2015, section 6.3).
     */
    PRODUCTS,
    /** EKFAC: second moments of the gradients in the factors' eigenbasis (George et al. 2018). */
    CORRECTED
  }

  public KroneckerFactored {
    values = Damping.checked(values.complete(KFAC.parameters()));
  }

  private static Family<KroneckerFactored> family(
      String name, String description, Eigenvalues eigenvalues) {
    return new Family<>(
        name,
        description,
        KroneckerFactored.class,
        values -> new KroneckerFactored(eigenvalues, values),
        List.of(Damping.REQUIRED, Damping.SCHEDULE, AVERAGING, UPDATE_EVERY));
  }

  @Override
  public Family<KroneckerFactored> family() {
    return eigenvalues == Eigenvalues.PRODUCTS ? KFAC : EKFAC;
  }

  /** The damping λ. */
  public Damping damping() {
    return new Damping(values);
  }

  /** The largest weight of the past in the running means of the factors, in [0, 1). */
  public double averaging() {
    return values.get(AVERAGING);
  }

  /** The number of steps between two eigendecompositions of the factors. */
  public int updateEvery() {
    return values.get(UPDATE_EVERY);
  }

  @Override
  public Work work(Geometry geometry) {
    Work work = Work.system().plus(Work.onWeights(geometry, 2, 0));
    List<Layer> layers = geometry.layers();
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      Work inputs = Work.kroneckerFactor(geometry, layer.inputs(), updateEvery());
      work =
          work.plus(Work.kroneckerTurn(geometry, layer))
              .plus(Work.kroneckerFactor(geometry, layer.outputs(), updateEvery()))
              // All trials of a pack read the same samples.
              .plus(l == 0 ? inputs.sharedBy(geometry.trials()) : inputs);
    }
    int batch = geometry.batch();
    return eigenvalues == Eigenvalues.CORRECTED
        ? work.plus(Work.onWeights(geometry, 2.0 * batch, 4.0 * batch))
        : work;
  }

  /** The trials of a pack share the decomposition of what depends on the samples alone. */
  @Override
  public int leastFused() {
    return 32;
  }

  /** Trials of one pack share the factor of the samples, and so how and when it is updated. */
  @Override
  public String structure() {
    return averaging() + "/" + updateEvery();
  }
}
