package dev.geodesic.model;

/** Interrupts long computations that are not wanted any more. */
public interface Interruption {
  /** Never interrupts. */
  Interruption NEVER = () -> {};

  /** Throws if the work has been given up. Callers have changed no lasting state so far. */
  void check();
}
