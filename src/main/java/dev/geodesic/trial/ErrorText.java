package dev.geodesic.trial;

/** What errors say, cut down to what fits into one line of a message. */
public final class ErrorText {
  private ErrorText() {}

  /** The first line of a text that is not blank; empty if there is none. */
  public static String firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
  }

  /** The first line of what an error says of itself, without its class. */
  public static String message(Throwable error) {
    return firstLine(String.valueOf(error.getMessage()));
  }

  /** The cause of the cause, and so on, to the error that has none. */
  public static Throwable innermost(Throwable error) {
    Throwable innermost = error;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }

  /**
   * What is behind an error, in a line: the message of what was written for users, of anything else
   * the class, too.
   */
  public static String cause(Throwable error) {
    Throwable innermost = error;
    while (innermost.getCause() != null && !(innermost instanceof NativeCodeError)) {
      innermost = innermost.getCause();
    }
    String line =
        innermost instanceof RequestException || innermost instanceof NativeCodeError
            ? message(innermost)
            : firstLine(innermost.toString());
    return line.isEmpty() ? innermost.getClass().getName() : line;
  }
}
