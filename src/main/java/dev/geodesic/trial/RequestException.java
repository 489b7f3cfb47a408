package dev.geodesic.trial;

/**
 * The user asked for something that cannot be done: a wrong conf, missing data, an unusable
 * directory. The message is one line that says what, the value and the remedy; the program prints
 * it and exits with code 2, without a stack trace.
 */
public final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RequestException(String message) {
    super(message);
  }

  public RequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
