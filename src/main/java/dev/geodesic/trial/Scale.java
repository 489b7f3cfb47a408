package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** How features are scaled, by what their values are on the samples that batches are drawn from. */
public enum Scale implements ConfName {
  /** Not at all: pixels of unsigned bytes are in [0, 1], other features are what the file holds. */
  NONE,
  /** Divided by the greatest absolute value: in [-1, 1], and 0 stays 0. */
  UNIT,
  /** Less the mean, divided by the standard deviation. */
  STANDARD
}
