package dev.geodesic.bench;

import dev.geodesic.trial.Geometry;

/** Counts the floating-point operations of a trial-step. */
final class Operations {
  private Operations() {}

  /** Operations of one step of one trial: the logits, 2BP, and what the method does with them. */
  static double of(BenchCase bench) {
    Geometry geometry = bench.geometry();
    return 2 * geometry.batch() * geometry.weightsMet()
        + bench.method().optimizer(1).work(geometry).operations();
  }
}
