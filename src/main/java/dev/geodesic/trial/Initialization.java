package dev.geodesic.trial;

/** Where the weights start. */
public enum Initialization implements ConfName {
  /**
   * Glorot and Bengio's uniform rule (2010, eq. 16) on the weights as one flat vector, fan-in and
   * fan-out both its length P: U(±√(3/P)). Biases start at zero.
   */
  GLOROT,
  /** All zero, so that the first prediction is uniform. */
  ZEROS
}
