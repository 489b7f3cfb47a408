package dev.geodesic.cli;

import java.util.Map;
import java.util.OptionalInt;

/** Which signal is ending this process, if one is. */
final class InterruptSignal {
  /** The JVM's names of the threads in which it answers a signal, and waits for its hooks. */
  private static final Map<String, Integer> THREADS =
      Map.of(
          "SIGHUP handler", 129,
          "SIGINT handler", Geodesic.INTERRUPTED,
          "SIGTERM handler", 143);

  private InterruptSignal() {}

  /** What a shell will see; nothing where the process ends of itself. */
  static OptionalInt exitCode() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> THREADS.containsKey(thread.getName()))
        .mapToInt(thread -> THREADS.get(thread.getName()))
        .findFirst();
  }
}
