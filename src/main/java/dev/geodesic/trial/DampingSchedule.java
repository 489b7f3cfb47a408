package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** How the damping λ changes while a trial trains. */
public enum DampingSchedule implements ConfName {
  /** λ stays the same. */
  CONSTANT,
  /** λ goes down in a straight line towards 0. */
  LINEAR,
  /** λ goes down along half a cosine towards 0. */
  COSINE,
  /**
   * λ follows how well the quadratic model predicted the last step's change of the batch loss
   * (Levenberg 1944, Marquardt 1963; Martens 2010, section 4.1).
   */
  LEVENBERG_MARQUARDT
}
