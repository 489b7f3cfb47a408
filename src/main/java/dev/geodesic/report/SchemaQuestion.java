package dev.geodesic.report;

import dev.geodesic.store.ViewColumn;
import dev.geodesic.store.ViewColumns;
import java.util.List;
import java.util.stream.Stream;

/** The question which views there are, and what their columns mean. */
public record SchemaQuestion() implements Question.OfThisBuild {
  /** Every column of every view, in their order. */
  static List<ViewColumn> columns() {
    return Stream.concat(ViewColumns.ALL.stream(), Configurations.columns().stream()).toList();
  }

  @Override
  public RowTable answer() {
    return RowTable.ofStrings(
        List.of("view", "column", "type", "meaning"),
        columns().stream()
            .map(c -> List.of(c.view(), c.name(), c.type().sql(), c.meaning()))
            .toList());
  }
}
