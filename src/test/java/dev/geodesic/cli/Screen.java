package dev.geodesic.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal would show after some output: as much of one as a display here makes use of. */
final class Screen {
  private static final Pattern TOKEN =
      Pattern.compile("\033\\[(?<count>[0-9;]*)(?<command>[A-Za-z])|\r?\n|\r|[^\033\r\n]+");

  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private final int width;
  private int row;
  private int column;

  private Screen(int width) {
    this.width = width;
  }

  /**
   * The lines of a screen of this width, without blanks at their ends and empty lines below.
   *
   * @throws AssertionError if a line is longer than that, or a control sequence is none of those
   *     that a display here uses
   */
  static List<String> after(String output, int width) {
    Screen screen = new Screen(width);
    Matcher token = TOKEN.matcher(output);
    int end = 0;
    while (token.find()) {
      if (token.start() != end) {
        throw new AssertionError("unknown: " + output.substring(end, token.start()));
      }
      end = token.end();
      screen.take(token);
    }
    if (end != output.length()) {
      throw new AssertionError("unknown: " + output.substring(end));
    }
    return screen.text();
  }

  private void take(Matcher token) {
    if (token.group("command") != null) {
      control(token.group("command"), token.group("count"));
    } else if (token.group().endsWith("\n")) {
      // A terminal driver puts a carriage return before it.
      down();
      column = 0;
    } else if (token.group().equals("\r")) {
      column = 0;
    } else {
      write(token.group());
    }
  }

  private void down() {
    row++;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
  }

  private void control(String command, String count) {
    StringBuilder line = lines.get(row);
    switch (command) {
      case "A" -> row = Math.max(0, row - Integer.parseInt(count));
      case "K" -> line.setLength(Math.min(line.length(), column));
      case "J" -> {
        line.setLength(Math.min(line.length(), column));
        lines.subList(row + 1, lines.size()).clear();
      }
      case "m" -> {
        // A color is no character.
      }
      default -> throw new AssertionError("unknown: " + command);
    }
  }

  private void write(String text) {
    StringBuilder line = lines.get(row);
    while (line.length() < column) {
      line.append(' ');
    }
    line.replace(column, Math.min(line.length(), column + text.length()), text);
    column += text.length();
    if (column > width) {
      throw new AssertionError("longer than " + width + ": " + line);
    }
  }

  private List<String> text() {
    List<String> text = new ArrayList<>();
    lines.forEach(line -> text.add(line.toString().stripTrailing()));
    while (!text.isEmpty() && text.get(text.size() - 1).isEmpty()) {
      text.remove(text.size() - 1);
    }
    return text;
  }
}
