package dev.geodesic.device;

/**
 * A symmetric positive semidefinite matrix M with a right-hand side v for each of several trials,
 * all of one order, float64, in device memory: their Fisher matrices, or their Gram matrices. The
 * device owns the memory and uses it again for the next systems of the same order. No bit of a
 * system's answers depends on the others.
 */
public interface SymmetricSystems {
  int count();

  /** Returns the number of rows of each matrix. */
  int order();

  /** Returns the trial of a system, its position in the pack. */
  int trial(int system);

  /**
   * Returns the largest eigenvalue of each matrix by Lanczos iteration, to about this relative
   * {@code tolerance}.
   */
  Numbers largestEigenvalues(double tolerance);

  /**
   * Whether M − shift·I is positive definite, decided by its Cholesky factorisation: true if and
   * only if every eigenvalue is above the shift, up to rounding.
   *
   * @param shifts one a system; where it is 0 the answer is true
   */
  Flags arePositiveDefiniteBeyond(double[] shifts);

  /**
   * Replaces the right-hand sides v by (M + damping·I)⁻¹v, by Cholesky factorisation.
   *
   * @param damping one a system; a system of 0 is left out
   * @return for each system whether it was solved: false, and nothing replaced, if left out or
   *     where that matrix is not positive definite to working precision
   */
  Flags solveDamped(double[] damping);

  /**
   * Replaces the right-hand sides v by h(M)v, through the eigenvalues of M; h(σ) = 1/(σ + damping)
   * where σ &gt; reltol·σ_max and σ &gt; 0, else 0. With damping and a reltol of 0 all of M is
   * kept: an eigenvalue that rounding has made negative counts as 0.
   *
   * @param chosen the systems to solve; the others are left out
   * @param reltol one a system
   * @param damping one a system
   */
  Spectra solveTruncated(boolean[] chosen, double[] reltol, double[] damping);

  /** Returns a copy on the host of a right-hand side, or after a solve of the solution. */
  double[] vector(int system);

  /** Returns a copy of a matrix on the host, {@code [order, order]}, as it was before any solve. */
  double[] matrix(int system);

  /**
   * The ranks and largest eigenvalues of matrices; those of a system that is left out are 0.
   *
   * @param ranks the number of eigenvalues kept of each
   * @param largest σ_max of each
   */
  record Spectra(int[] ranks, double[] largest) {}
}
