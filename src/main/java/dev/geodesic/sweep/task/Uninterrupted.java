package dev.geodesic.sweep.task;

import java.io.IOException;

/**
 * Does work with files in a task that is being killed: Spark interrupts its thread, in which file
 * systems would then fail.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Work with files. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Does the work uninterrupted, and restores the thread's interrupt afterwards. */
  static void run(Work work) throws IOException {
    boolean isInterrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
