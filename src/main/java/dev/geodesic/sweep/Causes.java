package dev.geodesic.sweep;

/** What went wrong, in one line. */
final class Causes {
  private Causes() {}

  /** The first line of what the innermost cause says. */
  static String innermostMessage(Throwable trouble) {
    Throwable innermost = trouble;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    return innermost.toString().lines().findFirst().orElse(innermost.getClass().getName());
  }
}
