package dev.geodesic.sweep;

/** Who watches a sweep. */
public interface SweepObserver {
  /** Told what happens, a line at a time. */
  void say(String line);

  /** Told when packs begin to train; what it returns is closed when they have ended. */
  Display training(Progress progress);

  /** Shows progress until it is closed. */
  interface Display extends AutoCloseable {
    @Override
    void close();
  }
}
