package dev.geodesic.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import picocli.CommandLine.Help.Ansi;

/** What the terminal can show. */
final class Terminal {
  private Terminal() {}

  /** Whether output goes to a terminal that can redraw lines. */
  @SuppressWarnings("SystemConsoleNull") // From JDK 22 on it is not; the build holds to 17.
  static boolean isInteractive() {
    return System.console() != null && !isDumb();
  }

  /** Colors where a terminal shows them, unless {@code NO_COLOR} is set (no-color.org). */
  static Ansi colors() {
    return isDumb() ? Ansi.OFF : Ansi.AUTO;
  }

  /** Returns the present number of columns, which may change as the user resizes the terminal. */
  static int width(PrintStream out) {
    return new ConsoleProgressBarConsumer(out).getMaxRenderedLength();
  }

  private static boolean isDumb() {
    return "dumb".equals(System.getenv("TERM"));
  }
}
