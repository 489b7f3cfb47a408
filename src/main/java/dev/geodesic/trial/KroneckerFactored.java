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
 * @param eigenvalues where the eigenvalues come from
 */
public record KroneckerFactored(Eigenvalues eigenvalues, Assignment values)
    implements OptimizerSpec {
  /** Fewer than 1/(1 − averaging) batches count alike. */
  public static final Parameter<Double> AVERAGING =
      Parameter.of(
              "averaging",
              Domains.fraction(),
              "weight of the past in the Kronecker factors' running means; 0 is the batch alone")
          .or(0.95);

  /** Steps. */
  public static final Parameter<Integer> UPDATE_EVERY =
      Parameter.of(
              "update-every",
              Domains.whole(1),
              "steps between two eigendecompositions of the Kronecker factors")
          .or(10);

  /** How a conf asks for K-FAC. */
  public static final Family<KroneckerFactored> KFAC =
      family(
          "kfac",
          "natural gradient with each layer's Fisher matrix as a Kronecker product (K-FAC)",
          Eigenvalues.PRODUCTS);

  /** How a conf asks for EKFAC. */
  public static final Family<KroneckerFactored> EKFAC =
      family("ekfac", "K-FAC with corrected eigenvalues (EKFAC)", Eigenvalues.CORRECTED);

  /** Where the eigenvalues of a layer's Fisher matrix come from. */
  public enum Eigenvalues {
    /** Products of the factors' own, damped by π√λ and √λ/π (section 6.3): K-FAC. */
    PRODUCTS,
    /** Second moments of the gradients in the factors' eigenbasis: EKFAC. */
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

  /** λ. */
  public Damping damping() {
    return new Damping(values);
  }

  /** What the past weighs in the running means of the factors, at most. */
  public double averaging() {
    return values.get(AVERAGING);
  }

  /** Steps between two eigendecompositions of the factors. */
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

  /** One decomposition serves the pack. */
  @Override
  public int leastFused() {
    return 32;
  }

  /** Trials of one pack share the eigenvectors of what their inputs share. */
  @Override
  public String structure() {
    return averaging() + "/" + updateEvery();
  }
}
