package dev.geodesic.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A column of a table.
 *
 * @param name as the file has it
 * @param width number of features in a cell: 1, or those of a vector
 * @param isFeature whether it holds features where a user names none
 */
public record TableColumn(String name, int width, boolean isFeature) {
  /** Returns the names of its features: its own, or with an index each as {@code v[0]}. */
  List<String> featureNames() {
    return width == 1
        ? List.of(name)
        : IntStream.range(0, width).mapToObj(i -> "%s[%d]".formatted(name, i)).toList();
  }
}
