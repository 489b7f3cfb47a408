package dev.geodesic.report;

import java.util.List;
import java.util.stream.Collectors;

/** The question which ready questions there are. */
public record ListQuestion() implements Question.OfThisBuild {
  @Override
  public RowTable answer() {
    return RowTable.ofStrings(
        List.of("question", "parameters", "answers"),
        ReadyQuestions.names().stream()
            .map(name -> row(name, ReadyQuestions.named(name)))
            .toList());
  }

  private static List<String> row(String name, QuestionFile file) {
    String parameters =
        file.parameters().stream()
            .map(parameter -> parameter.name() + "=" + parameter.usual())
            .collect(Collectors.joining(" "));
    return List.of(name, parameters, file.description());
  }
}
