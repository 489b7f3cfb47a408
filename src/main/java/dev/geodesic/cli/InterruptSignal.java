package dev.geodesic.cli;

import java.util.Map;
import java.util.OptionalInt;

/** Finds the signal that is ending this process, if there is one. */
final class InterruptSignal {
  /** Exit codes by the JVM's names of the threads in which it handles a signal. */
  private static final Map<String, Integer> THREADS =
      Map.of(
          "SIGHUP handler", 129,
          "SIGINT handler", Geodesic.INTERRUPTED,
          "SIGTERM handler", 143);

  private InterruptSignal() {}

  /** Returns the exit code that a shell will see; empty where no signal ends the process. */
  static OptionalInt exitCode() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> THREADS.containsKey(thread.getName()))
        .mapToInt(thread -> THREADS.get(thread.getName()))
        .findFirst();
  }
}
