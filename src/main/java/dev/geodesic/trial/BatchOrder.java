package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** The order in which mini-batches visit the training set. */
public enum BatchOrder implements ConfName {
  /** A new permutation for each epoch, drawn by the seed; a batch may straddle two epochs. */
  SHUFFLED,
  /** The order of the file, which begins again after the last sample. */
  SEQUENTIAL
}
