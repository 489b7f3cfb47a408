package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** The method that computed a step along the natural gradient. */
public enum SolverPath implements ConfName {
  /** Eigendecomposition of the P × P Fisher matrix. */
  DENSE,
  /** Eigendecomposition of the Gram matrix. */
  GRAM,
  /** Cholesky factorisation of the damped Gram matrix. */
  CHOLESKY,
  /** One solve with the samples' own Gram matrix XXᵀ. */
  CLOSED_FORM,
  /** Conjugate gradients. */
  CG,
  /** Kronecker factors of each layer. */
  KRONECKER
}
