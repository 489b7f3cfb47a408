package dev.geodesic.trial;

/** Shortens the text of errors to one line for a message. */
public final class ErrorText {
  private ErrorText() {}

  /** Returns the first line of a text that is not blank; empty if there is none. */
  public static String firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
  }

  /** Returns the first line of an error's message, without its class. */
  public static String message(Throwable error) {
    return firstLine(String.valueOf(error.getMessage()));
  }

  /** Returns the innermost cause of an error; the error itself if it has no cause. */
  public static Throwable innermost(Throwable error) {
    Throwable innermost = error;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }

  /**
   * Returns the cause of an error in one line: the message alone where it was written for users,
   * else class and message of the innermost cause.
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
