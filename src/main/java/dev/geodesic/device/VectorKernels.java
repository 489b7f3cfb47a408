package dev.geodesic.device;

/** The parts of a vector over the weights, one {@link Matrix} a layer, trial by trial. */
public interface VectorKernels {
  void copy(Matrix source, Matrix target);

  /** {@code x_t ·= factors[t]}. */
  void scale(double[] factors, Matrix x);

  /** {@code y_t += factors[t] · x_t}. */
  void add(double[] factors, Matrix x, Matrix y);

  /** {@code sums[t] += x_t · y_t}. */
  void addDot(Matrix x, Matrix y, double[] sums);

  /**
   * Adam's moments and direction (Kingma and Ba 2015, algorithm 1).
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

  /** The parts of the trials at {@code kept} alone, in memory of their own; the old is freed. */
  Matrix retainTrials(Matrix x, int trials, int[] kept);
}
