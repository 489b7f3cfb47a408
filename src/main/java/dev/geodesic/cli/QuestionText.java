package dev.geodesic.cli;

import dev.geodesic.report.Question;
import dev.geodesic.report.QuestionFile;
import dev.geodesic.report.ReadyQuestions;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the question that a user asks. */
final class QuestionText {
  /** The name of a ready question: one word, which no statement of SQL is. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

  private QuestionText() {}

  /**
   * Reads a question on the command line.
   *
   * @param text SQL, or one plain word, the name of a ready question
   */
  static Question asked(String text, List<String> parameters) {
    QuestionFile question =
        NAME.matcher(text).matches() ? ReadyQuestions.named(text) : QuestionFile.parse(text);
    return question.with(values(parameters));
  }

  /**
   * Reads a question in a file.
   *
   * @throws RequestException if it cannot be read
   */
  static Question ofFile(String file, List<String> parameters) {
    try {
      return QuestionFile.parse(Files.readString(Path.of(file))).with(values(parameters));
    } catch (CharacterCodingException e) {
      throw new RequestException("--file must be text in UTF-8, got other bytes in: " + file, e);
    } catch (IOException e) {
      throw new RequestException("--file must be a file that can be read, got: " + file, e);
    }
  }

  private static Map<String, String> values(List<String> parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new RequestException(
            "--param must be name=value, as in --param loss=0.4, got: " + parameter);
      }
      values.put(parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    return values;
  }
}
