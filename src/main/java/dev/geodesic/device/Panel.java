package dev.geodesic.device;

/**
 * A float64 array in device memory over samples, trials and classes: {@code [batch, trials,
 * classes]}, the last index fastest. Logits, probabilities and cotangents have this shape. As a
 * matrix of {@code batch} rows it lines up with the columns of a pack's weights.
 */
public interface Panel {
  int batch();

  int trials();

  int classes();

  /** A copy of the values on the host. */
  double[] toArray();
}
