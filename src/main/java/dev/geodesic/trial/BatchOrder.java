package dev.geodesic.trial;

/** The order in which mini-batches visit the training set. */
public enum BatchOrder implements ConfName {
  /** One permutation an epoch and seed, without replacement; a batch may straddle two epochs. */
  SHUFFLED,
  /** File order, wrapping round. */
  SEQUENTIAL
}
