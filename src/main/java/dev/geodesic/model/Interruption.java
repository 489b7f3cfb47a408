package dev.geodesic.model;

/** Asked in the middle of long work whether it is still wanted. */
public interface Interruption {
  /** Work that always is. */
  Interruption NEVER = () -> {};

  /** Throws where the work has been given up; nothing that lasts has changed until then. */
  void check();
}
