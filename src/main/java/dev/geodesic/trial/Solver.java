package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/**
 * How the Fisher matrix F is inverted. All give the same step where nothing sits at the cut-off.
 */
public enum Solver implements ConfName {
  /** The cheapest that gives the same vector, chosen anew at every step. */
  AUTO,
  /** Eigendecomposition of F itself, P × P: the slow reference. */
  DENSE,
  /** Eigendecomposition of the Gram matrix AᵀA of F = AAᵀ, one row a sample and direction. */
  GRAM,
  /** Xᵀ(XXᵀ)⁻¹S₀: one B × B solve, where nothing is truncated and nothing damped. */
  CLOSED_FORM
}
