package dev.geodesic.data;

import java.util.Objects;

/** Says in a few words, on one line, what an exception means. */
final class Cause {
  private Cause() {}

  /** Names the kind of trouble where the exception's message alone, often a mere path, does not. */
  static String of(Throwable trouble) {
    String kind = trouble.getClass().getSimpleName().replaceFirst("(Exception|Error)$", "");
    String words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    String message = Objects.requireNonNullElse(trouble.getMessage(), "").strip();
    boolean plain = words.isEmpty() || words.equals("io") || words.equals("runtime");
    if (message.isEmpty()) {
      return words;
    }
    return (plain ? message : words + ", " + message).replaceAll("\\s+", " ");
  }
}
