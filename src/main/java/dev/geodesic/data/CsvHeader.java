package dev.geodesic.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a table in text begins: the separator of its values, and the names of its columns.
 *
 * <p>The first line holds names if none of its values is a number, or if one is none where the
 * second line has a number. Else all lines are rows, and the columns are named by their numbers.
 *
 * @param separator of values
 * @param names of the columns
 * @param isInFile whether the first line holds them
 */
record CsvHeader(char separator, List<String> names, boolean isInFile) {
  /** The separators that are told from each other; the earlier wins where as many are found. */
  private static final String SEPARATORS = ",;\t|";

  /** More characters in one value are more likely a quote that is not closed. */
  private static final int LONGEST_VALUE = 1 << 20;

  /**
   * Reads the beginning of a file that is not empty.
   *
   * @param head the first bytes of {@code text}
   */
  static CsvHeader of(DataPlace file, byte[] head, Reader text) throws IOException {
    char separator = separator(new String(head, StandardCharsets.UTF_8));
    List<List<String>> rows = new ArrayList<>();
    try {
      for (CsvRecord row : parser(separator).ofCsvRecord(text)) {
        rows.add(row.getFields().stream().map(String::strip).toList());
        if (rows.size() == 2) {
          break;
        }
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw CsvTable.explain(file, rows.size() + 1L, e);
    }
    List<String> first = rows.get(0);
    boolean isInFile = isHeader(first, rows.get(rows.size() - 1));
    List<String> names =
        IntStream.range(0, first.size())
            .mapToObj(i -> isInFile && !first.get(i).isEmpty() ? first.get(i) : number(i))
            .toList();
    names.stream()
        .filter(name -> names.indexOf(name) < names.lastIndexOf(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw CsvTable.unusable(
                  file,
                  "columns %d and %d have one name, %s"
                      .formatted(
                          names.indexOf(name) + 1,
                          names.lastIndexOf(name) + 1,
                          Excerpt.oneLine(name)));
            });
    return new CsvHeader(separator, names, isInFile);
  }

  private static String number(int column) {
    return String.valueOf(column + 1);
  }

  private static char separator(String start) {
    String line = start.lines().filter(text -> !text.isBlank()).findFirst().orElse("");
    char most = SEPARATORS.charAt(0);
    for (int i = 1; i < SEPARATORS.length(); i++) {
      char separator = SEPARATORS.charAt(i);
      most = count(line, separator) > count(line, most) ? separator : most;
    }
    return most;
  }

  private static long count(String line, char separator) {
    return line.chars().filter(character -> character == separator).count();
  }

  private static boolean isHeader(List<String> first, List<String> second) {
    if (first.stream().allMatch(value -> Double.isNaN(Decimal.parse(value)))) {
      return true;
    }
    return IntStream.range(0, Math.min(first.size(), second.size()))
        .anyMatch(
            i ->
                !first.get(i).isEmpty()
                    && Double.isNaN(Decimal.parse(first.get(i)))
                    && !Double.isNaN(Decimal.parse(second.get(i))));
  }

  /** Returns a parser of the whole file. */
  CsvReaderBuilder parser() {
    return parser(separator);
  }

  private static CsvReaderBuilder parser(char separator) {
    // Rows of other lengths are refused by whoever knows their file.
    return CsvReader.builder()
        .fieldSeparator(separator)
        .maxBufferSize(LONGEST_VALUE)
        .trimWhitespacesAroundQuotes(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  /** Refuses a part of a table whose columns have other names than those of the first part. */
  void requireName(DataPlace file, int column, String name) {
    if (isInFile && column < names.size() && !name.isEmpty() && !name.equals(names.get(column))) {
      throw CsvTable.unusable(
          file,
          "column %d must be %s, as in the parts before it, got: %s"
              .formatted(column + 1, Excerpt.oneLine(names.get(column)), Excerpt.oneLine(name)));
    }
  }

  /** Whether a column has no name in a file that names others, as row numbers of pandas have. */
  boolean isUnnamed(int column) {
    return isInFile && names.get(column).equals(number(column));
  }
}
