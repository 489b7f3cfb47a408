package dev.geodesic.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import picocli.CommandLine.Help.Ansi;

/** What the console can show. */
final class Terminal {
  private Terminal() {}

  /** Whether a person watches who sees lines redrawn. */
  @SuppressWarnings("SystemConsoleNull") // From JDK 22 on it is not; the build holds to 17.
  static boolean isInteractive() {
    return System.console() != null && !isDumb();
  }

  /** Colors where a terminal shows them, unless {@code NO_COLOR} is set (no-color.org). */
  static Ansi colors() {
    return isDumb() ? Ansi.OFF : Ansi.AUTO;
  }

  /** Columns of this moment; a user may resize it. */
  static int width(PrintStream out) {
    return new ConsoleProgressBarConsumer(out).getMaxRenderedLength();
  }

  private static boolean isDumb() {
    return "dumb".equals(System.getenv("TERM"));
  }
}
