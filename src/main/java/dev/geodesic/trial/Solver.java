package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/**
 * How the Fisher matrix F is inverted. All give the same step, unless an eigenvalue lies at the
 * cut-off.
 */
public enum Solver implements ConfName {
  /** The cheapest solver that gives the same vector, chosen anew at every step. */
  AUTO,
  /** Eigendecomposition of F itself, P × P: the slow reference. */
  DENSE,
  /** Eigendecomposition of the Gram matrix AᵀA of F = AAᵀ, one row a sample and direction. */
  GRAM,
  /** Xᵀ(XXᵀ)⁻¹S₀: one B × B solve, for directions without truncation and damping. */
  CLOSED_FORM
}
