package dev.geodesic.sweep.task;

import java.io.IOException;

/**
 * Work with files in a task that is being killed: Spark interrupts its thread, which file systems
 * take for a reason to fail.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** What is done with files. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Does it, and marks the thread as interrupted again afterwards, if it was. */
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
