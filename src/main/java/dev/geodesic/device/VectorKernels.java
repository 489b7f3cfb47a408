package dev.geodesic.device;

/** Arithmetic, trial by trial, on one layer's {@link Matrix} of a vector over the weights. */
public interface VectorKernels {
  void copy(Matrix source, Matrix target);

  /** {@code x_t ·= factors[t]}. */
  void scale(double[] factors, Matrix x);

  /** {@code y_t += factors[t] · x_t}. */
  void add(double[] factors, Matrix x, Matrix y);

  /** Returns the scalar product {@code x_t · y_t} of each of some trials. */
  Numbers dot(Matrix x, Matrix y, int trials);

  /**
   * Updates Adam's moments and computes its direction (Kingma and Ba 2015, algorithm 1).
   *
   * @param gradient becomes the direction m̂/(√v̂ + ε)
   * @param mean m, updated
   * @param square v, updated
   * @param moments hyperparameters of each trial
   * @param step counted from 1
   */
  void adam(Matrix gradient, Matrix mean, Matrix square, AdamMoments[] moments, int step);

  /** β₁, β₂ and ε of one trial. */
  record AdamMoments(double beta1, double beta2, double epsilon) {}

  /** Returns a copy of the trials at {@code kept}, which ascend, and frees {@code x}. */
  Matrix retainTrials(Matrix x, int trials, int[] kept);
}
