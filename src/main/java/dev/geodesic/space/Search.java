package dev.geodesic.space;

import dev.geodesic.parameter.ConfName;

/** How configurations are chosen from the axes of a sweep. */
public enum Search implements ConfName {
  /** Every combination of the listed values. */
  GRID,

  /** Independent samples (Bergstra and Bengio, JMLR 13, 2012). */
  RANDOM,

  /**
   * Samples that fill the space evenly: a Sobol sequence (directions of Joe and Kuo, 2008),
   * scrambled (Owen, 1995).
   */
  SOBOL
}
