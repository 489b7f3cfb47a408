package dev.geodesic.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.io.input.BOMInputStream;

/**
 * A table in text (RFC 4180): values separated by commas, semicolons, tabs or bars, which may be in
 * double quotes, one row a line. The first line may hold the names of the columns; else these are
 * their numbers, from 1. Empty lines are left out.
 */
final class CsvTable implements Table {
  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "#n/a", "nan", "null", "none", "?");

  private static final int LONGEST_WORD = 64;

  private final DataPlace place;
  private final List<DataPlace> files;
  private final CsvHeader header;

  private CsvTable(DataPlace place, List<DataPlace> files, CsvHeader header) {
    this.place = place;
    this.files = files;
    this.header = header;
  }

  /**
   * Reads the names of the columns.
   *
   * @throws RequestException if what lies at {@code place} is of another kind, or empty
   */
  static CsvTable of(DataPlace place) {
    List<DataPlace> files = PartFiles.of(place);
    return files.stream()
        .flatMap(file -> header(file, files.size() > 1).stream())
        .findFirst()
        .map(header -> new CsvTable(place, files, header))
        .orElseThrow(() -> unusable(place, "it is empty"));
  }

  /** Returns the beginning of a file; none of an empty one, if it is one of several. */
  private static Optional<CsvHeader> header(DataPlace file, boolean isPart) {
    return Contents.read(
        file,
        contents -> {
          byte[] head = contents.head();
          requireText(file, head, isPart);
          return new String(head, StandardCharsets.UTF_8).isBlank()
              ? Optional.empty()
              : Optional.of(CsvHeader.of(file, head, reader(contents.stream())));
        });
  }

  @Override
  public String location() {
    return place.location();
  }

  @Override
  public DataFormat format() {
    return DataFormat.CSV;
  }

  @Override
  public List<TableColumn> columns() {
    return IntStream.range(0, header.names().size())
        .mapToObj(i -> new TableColumn(header.names().get(i), 1, !header.isUnnamed(i)))
        .toList();
  }

  @Override
  public void read(int label, List<Integer> features, Sink sink) {
    int[] roles = new int[header.names().size()];
    Arrays.fill(roles, Rows.UNUSED);
    for (int feature = 0; feature < features.size(); feature++) {
      roles[features.get(feature)] = feature;
    }
    roles[label] = Rows.LABEL;
    for (DataPlace file : files) {
      Contents.read(
          file,
          contents -> {
            requireText(file, contents.head(), files.size() > 1);
            read(file, contents.stream(), new Rows(file, roles, sink));
            return sink;
          });
    }
  }

  private void read(DataPlace file, InputStream in, Rows rows) throws IOException {
    try {
      // Not closed here: whoever opened the contents closes them.
      header.parser().build(rows, reader(in)).forEach(row -> {});
    } catch (CsvParseException | UncheckedIOException e) {
      throw explain(file, rows.line, e);
    }
  }

  /**
   * Returns the error for a user where text cannot be parsed.
   *
   * @param line of the row that was begun last; 0 before the first
   * @throws IOException if the file could not be read
   */
  static RequestException explain(DataPlace file, long line, RuntimeException trouble)
      throws IOException {
    Throwable cause = ErrorText.innermost(trouble);
    if (cause instanceof RequestException said) {
      return said;
    }
    if (cause instanceof CharacterCodingException) {
      return unusable(
          file, "line %,d or one after it is not UTF-8 text".formatted(Math.max(1, line)));
    }
    if (cause instanceof IOException unread) {
      throw unread;
    }
    return unusable(
        file,
        "line %,d: %s"
            .formatted(Math.max(1, line), Excerpt.oneLine(String.valueOf(cause.getMessage()))));
  }

  private static Reader reader(InputStream in) throws IOException {
    InputStream text = BOMInputStream.builder().setInputStream(in).get();
    return new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder());
  }

  private static void requireText(DataPlace file, byte[] head, boolean isPart) {
    if (head.length == 0 && isPart) {
      return;
    }
    FileKind.of(head)
        .ifPresent(
            kind -> {
              throw new RequestException(
                  "Cannot read %s as a CSV file: %s".formatted(file.location(), kind));
            });
    if (FileKind.isBinary(head)) {
      throw unusable(file, "it is no text");
    }
  }

  static RequestException unusable(DataPlace place, String reason) {
    return new RequestException(
        "Cannot read %s as a CSV file: %s; correct the file, or dataset"
            .formatted(place.location(), reason));
  }

  /** Hands the fields of each row to the sink. */
  private final class Rows extends AbstractBaseCsvCallbackHandler<Rows> {
    static final int UNUSED = -1;
    static final int LABEL = -2;

    private final DataPlace file;
    private final int[] roles;
    private final Sink sink;
    private final byte[] word = new byte[LONGEST_WORD];
    private long line;
    private boolean isFirst = true;
    private boolean isNames;
    private int fields;

    private Rows(DataPlace file, int[] roles, Sink sink) {
      this.file = file;
      this.roles = roles;
      this.sink = sink;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      line = startingLineNumber;
      fields = 0;
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
      fields = index + 1;
      // An empty line begins as well, but has no field.
      if (index == 0) {
        isNames = isFirst && header.isInFile();
        isFirst = false;
        if (!isNames) {
          sink.row(line);
        }
      }
      int from = offset;
      int end = offset + length;
      while (from < end && text[from] <= ' ') {
        from++;
      }
      while (end > from && text[end - 1] <= ' ') {
        end--;
      }
      if (index >= roles.length) {
        return;
      }
      if (isNames) {
        header.requireName(file, index, new String(text, from, end - from));
      } else if (roles[index] == LABEL) {
        String name = new String(text, from, end - from);
        sink.label(isMissing(name) ? null : name);
      } else if (roles[index] != UNUSED) {
        feature(roles[index], text, from, end);
      }
    }

    private void feature(int feature, char[] text, int from, int end) {
      double value = number(text, from, end);
      if (Double.isNaN(value)) {
        other(feature, new String(text, from, end - from));
      } else if (Float.isFinite((float) value)) {
        sink.value(feature, value);
      } else {
        sink.text(feature, new String(text, from, end - from));
      }
    }

    private void other(int feature, String text) {
      if (isMissing(text)) {
        sink.missing(feature);
      } else if (text.equalsIgnoreCase("true")) {
        sink.value(feature, 1);
      } else if (text.equalsIgnoreCase("false")) {
        sink.value(feature, 0);
      } else {
        sink.text(feature, text);
      }
    }

    /** Returns the number that is written there; NaN where there is none. */
    private double number(char[] text, int from, int end) {
      if (end - from > word.length) {
        return Decimal.parse(new String(text, from, end - from));
      }
      for (int i = from; i < end; i++) {
        word[i - from] = text[i] < 128 ? (byte) text[i] : 0;
      }
      return Decimal.parse(word, 0, end - from);
    }

    @Override
    protected Rows buildRecord() {
      boolean isEmpty = fields == 0;
      if (!isEmpty && fields != roles.length) {
        throw unusable(
            file,
            "line %,d must have %d values, as the first has, got: %d"
                .formatted(line, roles.length, fields));
      }
      return this;
    }
  }

  private static boolean isMissing(String text) {
    return text.length() <= 4 && MISSING.contains(text.toLowerCase(Locale.ROOT));
  }
}
