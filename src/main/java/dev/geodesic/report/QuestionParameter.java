package dev.geodesic.report;

import dev.geodesic.trial.RequestException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parameter of a question.
 *
 * @param name it stands in the SQL as {@code :name}
 * @param usual the value where none is given: a number or a text
 * @param meaning for people
 */
public record QuestionParameter(String name, Object usual, String meaning) {
  /** The declaration of a parameter in a question's header. */
  private static final Pattern DECLARATION =
      Pattern.compile("--\\s*:(?<name>\\w+)\\s*=\\s*(?<usual>'[^']*'|\\S+)\\s*(?<meaning>.*)");

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,9}");
  private static final Pattern LONG = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  static boolean isDeclaredBy(String line) {
    return DECLARATION.matcher(line).matches();
  }

  /**
   * Reads a declaration, {@code -- :name = value meaning}.
   *
   * @throws RequestException if the value is neither a number nor a text in quotes
   */
  static QuestionParameter declaredBy(String line) {
    Matcher declaration = DECLARATION.matcher(line);
    if (!declaration.matches()) {
      throw new IllegalArgumentException(line);
    }
    String usual = declaration.group("usual");
    boolean isText = usual.startsWith("'");
    if (!isText && !NUMBER.matcher(usual).matches()) {
      throw new RequestException(
          "The value of :%s must be a number or a 'text', got: %s"
              .formatted(declaration.group("name"), usual));
    }
    return new QuestionParameter(
        declaration.group("name"),
        isText ? usual.substring(1, usual.length() - 1) : guessed(usual),
        declaration.group("meaning"));
  }

  /**
   * Reads a value that was given in place of the usual one.
   *
   * @throws RequestException if it must be a number and is not
   */
  Object value(String given) {
    if (usual instanceof String) {
      return given;
    }
    if (!NUMBER.matcher(given).matches()) {
      throw new RequestException(
          "%s must be a number (%s), got: %s".formatted(name, meaning, given));
    }
    return guessed(given);
  }

  /** Reads a value of unknown type: a number if it looks like one, else a text. */
  static Object guessed(String given) {
    if (INTEGER.matcher(given).matches()) {
      return Integer.valueOf(given);
    }
    if (LONG.matcher(given).matches()) {
      return Long.valueOf(given);
    }
    return NUMBER.matcher(given).matches() ? Double.valueOf(given) : given;
  }
}
