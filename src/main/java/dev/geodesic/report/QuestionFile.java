package dev.geodesic.report;

import dev.geodesic.trial.RequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A question as it is written down: SQL after comment lines, of which the first says what it
 * answers, and those of the form {@code -- :name = value meaning} declare a parameter.
 *
 * @param description what it answers; empty if it has no comment
 * @param parameters that it declares
 * @param sql the whole text, which may have parameters that it does not declare
 */
public record QuestionFile(String description, List<QuestionParameter> parameters, String sql) {
  private static final String COMMENT = "--";

  public QuestionFile {
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads a question.
   *
   * @throws RequestException if a declaration of a parameter makes no sense
   */
  public static QuestionFile parse(String text) {
    List<String> header = text.lines().takeWhile(line -> line.startsWith(COMMENT)).toList();
    return new QuestionFile(
        header.isEmpty() ? "" : header.get(0).substring(COMMENT.length()).strip(),
        header.stream()
            .filter(QuestionParameter::isDeclaredBy)
            .map(QuestionParameter::declaredBy)
            .toList(),
        text);
  }

  /**
   * Returns the question with these values, and the usual ones of parameters that are not given.
   *
   * @throws RequestException if it has no such parameter, or the parameter no such value
   */
  public SqlQuestion with(Map<String, String> given) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    parameters.forEach(parameter -> arguments.put(parameter.name(), parameter.usual()));
    given.forEach((name, value) -> arguments.put(name, value(name, value)));
    return new SqlQuestion(sql, arguments);
  }

  private Object value(String name, String given) {
    for (QuestionParameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return parameter.value(given);
      }
    }
    if (!Pattern.compile(":" + Pattern.quote(name) + "\\b").matcher(sql).find()) {
      List<String> names = parameters.stream().map(QuestionParameter::name).toList();
      throw new RequestException(
          "A parameter must be one of the question's, got: %s; it has %s"
              .formatted(name, names.isEmpty() ? "none" : String.join(", ", names)));
    }
    return QuestionParameter.guessed(given);
  }
}
