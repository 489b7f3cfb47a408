package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** The preconditioner of conjugate gradients. */
public enum Preconditioner implements ConfName {
  NONE,
  /**
   * The inverse of mean(xxᵀ) ⊗ s + λ over the batch, s the mean curvature of a logit: the Fisher
   * matrix with every sample's output curvature taken as alike.
   */
  SECOND_MOMENT
}
