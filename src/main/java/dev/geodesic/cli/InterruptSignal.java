package dev.geodesic.cli;

/** Which signal is ending this process. */
final class InterruptSignal {
  /** The JVM's name of the thread in which it answers the signal, and waits for its hooks. */
  private static final String TERM_THREAD = "SIGTERM handler";

  private static final int TERM = 143;

  private InterruptSignal() {}

  /** What a shell will see: 143 by SIGTERM, else 130. */
  static int exitCode() {
    return Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals(TERM_THREAD))
        ? TERM
        : Geodesic.INTERRUPTED;
  }
}
