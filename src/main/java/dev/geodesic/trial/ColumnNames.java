package dev.geodesic.trial;

import dev.geodesic.parameter.Domain;
import dev.geodesic.parameter.Given;
import java.util.List;

/** Names of columns: a list of different texts, as in {@code [age, income]}, which may be empty. */
final class ColumnNames implements Domain<List<String>> {
  @Override
  public List<String> read(Given given) {
    List<String> names =
        given
            .entries()
            .orElseThrow(() -> given.refuse("a list of columns, as in [age, income]"))
            .stream()
            .map(entry -> entry.text().orElseThrow(() -> entry.refuse("the name of a column")))
            .toList();
    try {
      check(given.path(), names);
    } catch (IllegalArgumentException e) {
      throw given.error(String.valueOf(e.getMessage()));
    }
    return names;
  }

  /** Refuses names that results, which hold a list as one text, could not tell apart. */
  @Override
  public void check(String key, List<String> value) {
    for (String name : value) {
      if (name.isBlank() || !name.equals(name.strip()) || name.contains(",")) {
        throw new IllegalArgumentException(
            "%s must name columns without commas, and without blanks at their ends, got: \"%s\"; rename the column"
                .formatted(key, name));
      }
    }
    if (value.stream().distinct().count() < value.size()) {
      throw new IllegalArgumentException(
          "%s must name each column once, got: %s".formatted(key, value));
    }
  }

  @Override
  public Class<?> storedType() {
    return String.class;
  }

  @Override
  public Object stored(List<String> value) {
    return value.toString();
  }

  /** A list of names is one value; a list of lists is several. */
  @Override
  public boolean isOne(List<Given> list) {
    return list.stream().allMatch(entry -> entry.entries().isEmpty());
  }
}
