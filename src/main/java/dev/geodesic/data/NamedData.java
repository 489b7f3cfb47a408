package dev.geodesic.data;

import java.util.List;

/**
 * A data set whose files do not name its classes, and whose publisher does.
 *
 * @param classNames in the order of the classes; none to leave them as they are
 */
record NamedData(FoundData found, List<String> classNames) implements FoundData {
  @Override
  public DataSize size() {
    return found.size();
  }

  @Override
  public DataSet read() {
    DataSet data = found.read();
    return classNames.isEmpty() ? data : data.withNames(classNames, List.of());
  }
}
