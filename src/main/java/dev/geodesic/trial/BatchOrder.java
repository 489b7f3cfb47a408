package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** The order in which mini-batches visit the training set. */
public enum BatchOrder implements ConfName {
  /** One permutation an epoch and seed, without replacement; a batch may straddle two epochs. */
  SHUFFLED,
  /** File order, wrapping round. */
  SEQUENTIAL
}
