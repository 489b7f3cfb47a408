package dev.geodesic.device;

/**
 * A symmetric positive semidefinite matrix M with a right-hand side, float64, in device memory: the
 * Fisher matrix of one trial, or its Gram matrix. The device owns the memory and uses it again for
 * the next system of the same order.
 */
public interface SymmetricSystem {
  /** Rows of the matrix. */
  int order();

  /** The largest eigenvalue, by Lanczos iteration to about this relative {@code tolerance}. */
  double largestEigenvalue(double tolerance);

  /**
   * Whether M − shift·I is positive definite, decided by its Cholesky factorisation: true if and
   * only if every eigenvalue is above the shift, but for rounding.
   */
  boolean isPositiveDefiniteBeyond(double shift);

  /**
   * Replaces the right-hand side by (M + damping·I)⁻¹ of it, by Cholesky factorisation.
   *
   * @return false, and nothing replaced, where that matrix is not positive definite to working
   *     precision
   */
  boolean solveDamped(double damping);

  /**
   * Replaces the right-hand side by h(M) of it, through the eigenvalues of M; h(σ) = 1/(σ +
   * damping) where σ &gt; reltol·σ_max and σ &gt; 0, else 0. With reltol 0 damping keeps all of M:
   * an eigenvalue that rounding has made negative counts as 0 then.
   */
  Spectrum solveTruncated(double reltol, double damping);

  /** A copy of the right-hand side, or of the solution, on the host. */
  double[] vector();

  /** A copy of the matrix on the host, as it was before any solve. */
  double[] matrix();

  /**
   * What the eigenvalues told.
   *
   * @param rank eigenvalues kept
   * @param largest σ_max
   */
  record Spectrum(int rank, double largest) {}
}
