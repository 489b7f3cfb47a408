package dev.geodesic.device;

import java.io.IOException;

/**
 * One of the two Kronecker factors of a layer's Fisher matrices: a running mean M of second
 * moments, float64, and its eigendecomposition M = V diag(σ) Vᵀ, in device memory of its own. There
 * is one M for each trial, or one that all trials share as they share their samples.
 *
 * <p>Eigenvectors are <em>alike</em> whose eigenvalues are zero, at most {@link #ZERO} of the
 * largest, or equal to {@link #EQUAL} of themselves: M does not tell them apart, and which ones
 * come out is for rounding to decide.
 */
public interface KroneckerFactor extends AutoCloseable {
  /** Up to how much of an eigenvalue others above it count as equal to it. */
  double EQUAL = 1e-6;

  /** Up to how much of the largest eigenvalue another one counts as zero. */
  double ZERO = 1e-12;

  /** Rows of M. */
  int order();

  /** {@code M_t = keep·M_t + (1 − keep)·mean_b(a_bt a_btᵀ)} for what a layer reads. */
  void average(double keep, LayerInput inputs);

  /** {@code M_t = keep·M_t + (1 − keep)·mean_b E(δ_bt δ_btᵀ)} for the derivatives in its sums. */
  void average(double keep, LabelDerivatives derivatives);

  /**
   * Finds V and σ of M as it is now. They stay until the next time. Where a trial's M is not finite
   * they are not numbers.
   */
  void decompose();

  /** σ of one trial's M when it was decomposed, none below 0. */
  double[] eigenvalues(int trial);

  /** The mean of {@link #eigenvalues}. */
  double meanEigenvalue(int trial);

  /**
   * In what second moments along the eigenvectors are told, so that float32 holds them whatever the
   * units of the features: the largest power of two that is at most the largest eigenvalue; 1 where
   * there is none above 0.
   */
  double unit(int trial);

  /** Goes on with the trials at these positions alone, ascending. */
  void retain(int[] kept);

  /** Writes M, V and σ. */
  void save(StateWriter out) throws IOException;

  /** Reads those of a factor of the same shape. */
  void restore(StateReader in) throws IOException;

  /** Frees the device memory. */
  @Override
  void close();
}
