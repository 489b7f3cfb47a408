package dev.geodesic.device;

import java.io.IOException;

/**
 * One of the two Kronecker factors of a layer's Fisher matrices: a running mean M of second
 * moments, float64, and its eigendecomposition M = V diag(σ) Vᵀ, in device memory of its own. There
 * is one M for each trial, or one that all trials share as they share their samples.
 *
 * <p>Eigenvectors are <em>alike</em> if their eigenvalues are all zero (at most {@link #ZERO} of
 * the largest) or equal (within {@link #EQUAL} of themselves). M determines only the space that
 * they span; rounding decides which vectors of it come out.
 */
public interface KroneckerFactor extends AutoCloseable {
  /** Eigenvalues that exceed one by at most this share of it count as equal to it. */
  double EQUAL = 1e-6;

  /** Eigenvalues of at most this share of the largest count as zero. */
  double ZERO = 1e-12;

  /** Returns the number of rows of M. */
  int order();

  /** {@code M_t = keep·M_t + (1 − keep)·mean_b(a_bt a_btᵀ)} for a layer's inputs a. */
  void average(double keep, LayerInput inputs);

  /** {@code M_t = keep·M_t + (1 − keep)·mean_b E(δ_bt δ_btᵀ)} for derivatives δ. */
  void average(double keep, LabelDerivatives derivatives);

  /**
   * Computes V and σ of M as it is now. They stay until the next call. Where a trial's M is not
   * finite they are NaN.
   */
  void decompose();

  /** Returns σ of one trial's M when it was last decomposed; none is negative. */
  double[] eigenvalues(int trial);

  /** Returns the mean of {@link #eigenvalues}. */
  double meanEigenvalue(int trial);

  /**
   * Returns the unit of second moments along the eigenvectors, in which float32 holds them whatever
   * the units of the features: the largest power of two that is at most the largest eigenvalue, or
   * 1 where no eigenvalue is positive.
   */
  double unit(int trial);

  /** Keeps only the trials at these positions, which ascend. */
  void retain(int[] kept);

  /** Writes M, V and σ of one of its matrices. */
  void save(StateWriter out, int matrix) throws IOException;

  /** Reads M, V and σ that a factor of the same order wrote into one of its matrices. */
  void restore(StateReader in, int matrix) throws IOException;

  /** Frees the device memory. */
  @Override
  void close();
}
