package dev.geodesic.data;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The columns of a table that are used.
 *
 * @param labelColumn with the classes
 * @param label its index in the table
 * @param columns with the features
 * @param features their indices in the table
 * @param notes on columns that are left out unasked
 */
record TableChoice(
    TableColumn labelColumn,
    int label,
    List<TableColumn> columns,
    List<Integer> features,
    List<String> notes) {
  /**
   * Finds the columns that a user names; without features, all but the label and those without a
   * name.
   *
   * @throws RequestException if the table does not have one of them, or no feature is left
   */
  static TableChoice of(DataSpec.Source source, Table table) {
    List<TableColumn> all = table.columns();
    int label = find(table, "label", source.label());
    if (all.get(label).width() != 1) {
      throw new RequestException(
          "label must be a column of single values, got: %s of %s, which holds vectors"
              .formatted(source.label(), table.location()));
    }
    List<Integer> features = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    if (source.features().isEmpty()) {
      IntStream.range(0, all.size())
          .filter(column -> column != label)
          .forEach(
              column -> {
                if (all.get(column).isFeature()) {
                  features.add(column);
                } else {
                  notes.add(
                      "column %d has no name and is left out, as pandas writes row numbers there; name it to use it"
                          .formatted(column + 1));
                }
              });
    } else {
      source.features().forEach(name -> features.add(find(table, "features", name)));
    }
    if (features.contains(label)) {
      throw new RequestException(
          "features must not hold the label, got: %s; take it out".formatted(source.label()));
    }
    if (features.isEmpty()) {
      throw TableReader.unusable(table, "it has no column but the label");
    }
    return new TableChoice(
        all.get(label), label, features.stream().map(all::get).toList(), features, notes);
  }

  /** Returns the columns of the same names in another table, a test set. */
  TableChoice in(Table test) {
    int labelThere = find(test, "label", labelColumn.name());
    List<Integer> there = columns.stream().map(c -> find(test, "features", c.name())).toList();
    for (int i = 0; i < there.size(); i++) {
      int width = test.columns().get(there.get(i)).width();
      if (width != columns.get(i).width()) {
        throw TableReader.unusable(
            test,
            "column %s must hold vectors of %d numbers, as in the training set, got: %d"
                .formatted(columns.get(i).name(), columns.get(i).width(), width));
      }
    }
    return new TableChoice(labelColumn, labelThere, columns, there, List.of());
  }

  private static int find(Table table, String key, String name) {
    List<String> names = table.columns().stream().map(TableColumn::name).toList();
    int found = names.indexOf(name);
    if (found < 0) {
      throw new RequestException(
          "%s must be of the columns of %s (%s), got: %s"
              .formatted(key, table.location(), Excerpt.list(names), Excerpt.oneLine(name)));
    }
    return found;
  }

  /** Returns the number of features. */
  int width() {
    return columns.stream().mapToInt(TableColumn::width).sum();
  }

  /** Returns the names of the features. */
  List<String> names() {
    return columns.stream().flatMap(column -> column.featureNames().stream()).toList();
  }
}
