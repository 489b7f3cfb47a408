package dev.geodesic.sweep.task;

/** What went wrong, in one line. */
public final class Causes {
  private Causes() {}

  /** The first line of what the innermost cause says. */
  public static String innermostMessage(Throwable trouble) {
    Throwable innermost = trouble;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    return innermost.toString().lines().findFirst().orElse(innermost.getClass().getName());
  }
}
