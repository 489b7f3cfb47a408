package dev.geodesic.device;

/**
 * A float64 array in device memory over samples, trials and units: {@code [batch, trials, width]},
 * the last index fastest. Activations, logits, probabilities and cotangents have this shape.
 */
public interface Panel {
  int batch();

  int trials();

  int width();

  /** Returns a copy of the values on the host, in the same layout. */
  double[] toArray();
}
