package dev.geodesic.train;

/** A pack was told to stop before its end; it leaves no result. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(int step) {
    super("stopped before step " + step);
  }
}
