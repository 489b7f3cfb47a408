package dev.geodesic.trial;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Natural gradient descent with the Fisher matrix of each layer as a Kronecker product of the
 * second moments of its inputs and of its output derivatives: K-FAC (Martens and Grosse 2015), or
 * with corrected eigenvalues EKFAC (George et al. 2018).
 *
 * @param damping λ
 * @param averaging what the past weighs in the running means of the factors, at most: fewer than
 *     1/(1 − averaging) batches count alike; 0 is the batch alone
 * @param updateEvery steps between two eigendecompositions of the factors
 * @param eigenvalues where the eigenvalues come from
 */
public record KroneckerFactored(
    StepSize stepSize, Damping damping, double averaging, int updateEvery, Eigenvalues eigenvalues)
    implements OptimizerSpec {
  public static final String KFAC_NAME = "kfac";
  public static final String EKFAC_NAME = "ekfac";
  public static final double DEFAULT_AVERAGING = 0.95;
  public static final int DEFAULT_UPDATE_EVERY = 10;

  /** Where the eigenvalues of a layer's Fisher matrix come from. */
  public enum Eigenvalues {
    /** Products of the factors' own, damped by π√λ and √λ/π (section 6.3): K-FAC. */
    PRODUCTS,
    /** Second moments of the gradients in the factors' eigenbasis: EKFAC. */
    CORRECTED
  }

  public KroneckerFactored {
    Require.positive("damping", damping.initial());
    Require.fraction("averaging", averaging);
    Require.atLeast("update-every", 1, updateEvery);
  }

  @Override
  public String name() {
    return eigenvalues == Eigenvalues.PRODUCTS ? KFAC_NAME : EKFAC_NAME;
  }

  @Override
  public SortedMap<String, Object> hyperparameters() {
    SortedMap<String, Object> all = new TreeMap<>();
    stepSize.describe(all);
    damping.describe(all);
    all.put("averaging", averaging);
    all.put("update-every", updateEvery);
    return all;
  }

  /** Trials of one pack share the eigenvectors of what their inputs share. */
  @Override
  public String structure() {
    return averaging + "/" + updateEvery;
  }
}
