package dev.geodesic.data;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How data sets that a user has are written down. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions hold nothing.
public enum DataFormat {
  IDX("a directory of IDX files", DataFiles::isDirectory, IdxReader::read),
  /** Every other file; executors read it, through Spark. */
  LIBSVM("a LIBSVM file", files -> !files.isDirectory(), null);

  private final String words;
  private final Predicate<DataFiles> claim;
  private final @Nullable Function<DataFiles, DataSet> reader;

  /**
   * Defines one.
   *
   * @param words what it is, for messages and help
   * @param claim whether files are in this format and in none before it, by their names alone
   * @param reader reads them, with a RequestException where it cannot; absent where Spark does
   */
  DataFormat(
      String words, Predicate<DataFiles> claim, @Nullable Function<DataFiles, DataSet> reader) {
    this.words = words;
    this.claim = claim;
    this.reader = reader;
  }

  /** What it is, with its article. */
  public String words() {
    return words;
  }

  /** The first that claims {@code files}. */
  public static DataFormat of(DataFiles files) {
    return Arrays.stream(values())
        .filter(format -> format.claim.test(files))
        .findFirst()
        .orElseThrow();
  }

  /** Whether Spark has to read it. */
  public boolean needsSpark() {
    return reader == null;
  }

  /**
   * Reads a data set.
   *
   * @throws dev.geodesic.trial.RequestException if something is missing or damaged
   * @throws IllegalArgumentException if it {@link #needsSpark}
   */
  public DataSet read(DataFiles files) {
    if (reader == null) {
      throw new IllegalArgumentException(words + " is read through Spark: " + files.location());
    }
    return reader.apply(files);
  }
}
