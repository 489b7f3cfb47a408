package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** How the first weights of a trial are chosen. */
public enum Initialization implements ConfName {
  /**
   * Glorot and Bengio's uniform rule (2010, eq. 16), U(±√(6/(fan-in + fan-out))) in every layer of
   * a network. Softmax regression takes its weights as one flat vector of length P, fan-in and
   * fan-out both P, as the experiment of 2018 did: U(±√(3/P)). Biases start at zero.
   */
  GLOROT,
  /** All zero, so that the first prediction is uniform. */
  ZEROS
}
