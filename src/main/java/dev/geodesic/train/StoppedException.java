package dev.geodesic.train;

/** Reports that a pack was stopped before its end, and has no result. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(int step) {
    super("stopped before step " + step);
  }
}
