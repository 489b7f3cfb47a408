package dev.geodesic.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * The last lines of a terminal, which are redrawn in place. The cursor stays below them, so that
 * other output does not damage them.
 */
final class TerminalFrame {
  private static final String CURSOR_UP = "\033[%dA";
  private static final String CLEAR_REST_OF_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";

  private final PrintStream out;
  private List<String> lines = List.of();

  TerminalFrame(PrintStream out) {
    this.out = out;
  }

  /**
   * Draws lines in place of those drawn before.
   *
   * @param next none longer than the terminal is wide
   */
  synchronized void draw(List<String> next) {
    StringBuilder text = new StringBuilder(toTheTop());
    next.forEach(line -> text.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
    out.print(text.append(CLEAR_BELOW));
    out.flush();
    lines = List.copyOf(next);
  }

  /** Writes a permanent line above them. */
  synchronized void say(String line) {
    out.print(toTheTop() + CLEAR_BELOW);
    out.println(line);
    List<String> below = lines;
    lines = List.of();
    draw(below);
  }

  /** Leaves the lines as they are: whatever comes next is drawn below them. */
  synchronized void release() {
    lines = List.of();
  }

  private String toTheTop() {
    return lines.isEmpty() ? "" : CURSOR_UP.formatted(lines.size()) + "\r";
  }
}
