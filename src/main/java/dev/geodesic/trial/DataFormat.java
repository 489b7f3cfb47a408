package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;
import java.util.Arrays;
import java.util.List;

/** The formats of data sets that users name by a path. */
public enum DataFormat implements ConfName {
  /** The format that the names of files tell. */
  AUTO(""),
  IDX("a directory of IDX files"),
  LIBSVM("a LIBSVM file"),
  CSV("a CSV or TSV file"),
  PARQUET("a Parquet file");

  private final String words;

  DataFormat(String words) {
    this.words = words;
  }

  /** All formats but {@link #AUTO}. */
  public static List<DataFormat> all() {
    return Arrays.stream(values()).filter(format -> format != AUTO).toList();
  }

  /** The format's name with its article, for messages and help. */
  public String words() {
    return words;
  }

  /** Whether its files are tables, of whose columns one holds the classes. */
  public boolean hasColumns() {
    return this == CSV || this == PARQUET;
  }
}
