package dev.geodesic.sweep;

/** Watches a sweep. */
public interface SweepObserver {
  /** Receives a line about what happens. */
  void say(String line);

  /** Called when packs begin to train; the display that it returns is closed when they end. */
  Display training(Progress progress);

  /** Shows progress until it is closed. */
  interface Display extends AutoCloseable {
    @Override
    void close();
  }
}
