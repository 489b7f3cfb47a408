package dev.geodesic.device;

/**
 * A symmetric positive semidefinite matrix M with a right-hand side, float64, in device memory: the
 * Fisher matrix of one trial, or its Gram matrix. The device owns the memory and uses it again for
 * the next system of the same order.
 */
public interface SymmetricSystem {
  /** Returns the number of rows of the matrix. */
  int order();

  /**
   * Returns the largest eigenvalue by Lanczos iteration, to about this relative {@code tolerance}.
   */
  double largestEigenvalue(double tolerance);

  /**
   * Whether M − shift·I is positive definite, decided by its Cholesky factorisation: true if and
   * only if every eigenvalue is above the shift, up to rounding.
   */
  boolean isPositiveDefiniteBeyond(double shift);

  /**
   * Replaces the right-hand side v by (M + damping·I)⁻¹v, by Cholesky factorisation.
   *
   * @return false, and nothing replaced, where that matrix is not positive definite to working
   *     precision
   */
  boolean solveDamped(double damping);

  /**
   * Replaces the right-hand side v by h(M)v, through the eigenvalues of M; h(σ) = 1/(σ + damping)
   * where σ &gt; reltol·σ_max and σ &gt; 0, else 0. With damping and a reltol of 0 all of M is
   * kept: an eigenvalue that rounding has made negative counts as 0.
   */
  Spectrum solveTruncated(double reltol, double damping);

  /** Returns a copy on the host of the right-hand side, or after a solve of the solution. */
  double[] vector();

  /**
   * Returns a copy of the matrix on the host, {@code [order, order]}, as it was before any solve.
   */
  double[] matrix();

  /**
   * The rank and largest eigenvalue of a matrix.
   *
   * @param rank the number of eigenvalues kept
   * @param largest σ_max
   */
  record Spectrum(int rank, double largest) {}
}
