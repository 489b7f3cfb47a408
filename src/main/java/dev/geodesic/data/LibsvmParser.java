package dev.geodesic.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parses text in LIBSVM's format. A line is a label, an integer, and then {@code index:value} for
 * each feature that is not 0, indices ascending from 1 on, with blanks or tabs between them. What
 * follows a {@code #} is a comment; lines without anything else are left out. A label alone is a
 * sample of zeros.
 */
final class LibsvmParser {
  /** The largest integer up to which float64 represents every integer. */
  private static final double LARGEST_LABEL = (1L << 53) - 1;

  private static final int LARGEST_INDEX = Integer.MAX_VALUE - 8;

  /** A length in bytes that no sensible number reaches. */
  private static final int LONGEST_WORD = 4096;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int END = -1;

  private final InputStream in;
  private final Sink sink;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long line = 1;
  private byte[] word = new byte[64];
  private int length;

  private LibsvmParser(InputStream in, Sink sink) {
    this.in = in;
    this.sink = sink;
  }

  /** Receives what is parsed, in the order of the text. */
  interface Sink {
    /**
     * Begins a sample.
     *
     * @param line the number of its line, from 1
     */
    void sample(long label, long line);

    /**
     * Adds a feature to that sample.
     *
     * @param index from 0
     */
    void feature(int index, double value);
  }

  /** A line that does not follow the format. */
  static final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Mistake(long line, String reason) {
      super("line %,d: %s".formatted(line, reason));
    }
  }

  /**
   * Parses text to its end.
   *
   * @throws Mistake at the first line that does not follow the format
   */
  static void parse(InputStream in, Sink sink) throws IOException {
    new LibsvmParser(in, sink).parse();
  }

  private void parse() throws IOException {
    skipByteOrderMark();
    for (int next = afterBlanks(); next != END; next = afterBlanks()) {
      if (next == '\n' || next == '\r') {
        endLine();
      } else if (next == '#') {
        skipLine();
      } else {
        sample();
      }
    }
  }

  private void sample() throws IOException {
    takeWord();
    sink.sample(label(), line);
    int previous = 0;
    for (int next = afterBlanks(); !endsSample(next); next = afterBlanks()) {
      takeWord();
      previous = feature(previous);
    }
  }

  private static boolean endsSample(int next) {
    return next == '\n' || next == '\r' || next == '#' || next == END;
  }

  private long label() {
    double label = Decimal.parse(word, 0, length);
    if (Double.isNaN(label)) {
      throw mistake(whyNoLabel());
    }
    if (label != Math.rint(label)) {
      throw mistake("labels must be integers, got: " + excerpt());
    }
    if (Math.abs(label) > LARGEST_LABEL) {
      throw mistake("labels must be integers below 2^53, got: " + excerpt());
    }
    return (long) label;
  }

  private String whyNoLabel() {
    if (find(':') >= 0) {
      return "a line must start with its label, got: " + excerpt();
    }
    if (find(',') >= 0) {
      return "a line must start with one label, and blanks follow it, got: "
          + excerpt()
          + " (several labels? or comma-separated values, for which set format = csv)";
    }
    return "labels must be integers, got: " + excerpt();
  }

  /** Parses a feature, whose index must be above {@code previous}, and returns the index. */
  private int feature(int previous) {
    int colon = find(':');
    if (colon < 0) {
      throw mistake("features must be index:value, got: " + excerpt());
    }
    int index = index(colon, previous);
    double value = Decimal.parse(word, colon + 1, length);
    if (!Float.isFinite((float) value)) {
      throw mistake(whyNoValue(colon));
    }
    sink.feature(index - 1, value);
    return index;
  }

  private String whyNoValue(int colon) {
    // A number that was parsed is out of range; NaN and infinity are numbers to many programs.
    boolean number = !Double.isNaN(Decimal.parse(word, colon + 1, length));
    String text = new String(word, colon + 1, length - colon - 1, StandardCharsets.ISO_8859_1);
    return number || text.matches("(?i)[+-]?(nan|inf(inity)?)")
        ? "values must be finite float32 numbers, got: " + excerpt()
        : "features must be index:value with a decimal number, got: " + excerpt();
  }

  private int index(int colon, int previous) {
    long index = 0;
    int from = word[0] == '+' ? 1 : 0;
    for (int i = from; i < colon; i++) {
      if (word[i] < '0' || word[i] > '9') {
        throw mistake(whyNoIndex(colon));
      }
      index = Math.min(10 * index + word[i] - '0', Integer.MAX_VALUE);
    }
    if (from >= colon) {
      throw mistake(whyNoIndex(colon));
    }
    if (index == 0) {
      throw mistake(
          "indices must start at 1, got: "
              + excerpt()
              + " (add 1 to every index; scikit-learn's dump_svmlight_file does with zero_based=False)");
    }
    if (index > LARGEST_INDEX) {
      throw mistake("indices must be <= %d, got: %s".formatted(LARGEST_INDEX, excerpt()));
    }
    if (index == previous) {
      throw mistake("an index must not come twice in a line, got: " + excerpt());
    }
    if (index < previous) {
      throw mistake("indices must ascend, got: %s after %d".formatted(excerpt(), previous));
    }
    return (int) index;
  }

  private String whyNoIndex(int colon) {
    boolean query = colon == 3 && word[0] == 'q' && word[1] == 'i' && word[2] == 'd';
    return query
        ? "qid belongs to ranking, not to classes; take it out of every line, got: " + excerpt()
        : "features must be index:value, got: " + excerpt();
  }

  private int find(char wanted) {
    for (int i = 0; i < length; i++) {
      if (word[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private Mistake mistake(String reason) {
    return new Mistake(line, reason);
  }

  private String excerpt() {
    return Excerpt.of(word, length);
  }

  /** Reads a word, up to the next blank, comment or end of line. */
  private void takeWord() throws IOException {
    length = 0;
    for (int next = peek(); !isBlank(next) && !endsSample(next); next = peek()) {
      if (length == word.length) {
        if (length >= LONGEST_WORD) {
          throw mistake(
              "words must be shorter than %d bytes, got: %s".formatted(length, excerpt()));
        }
        word = Arrays.copyOf(word, 2 * length);
      }
      word[length++] = (byte) next;
      position++;
    }
  }

  /** Skips blanks, and returns the next byte without consuming it. */
  private int afterBlanks() throws IOException {
    int next = peek();
    while (isBlank(next)) {
      position++;
      next = peek();
    }
    return next;
  }

  private static boolean isBlank(int next) {
    return next == ' ' || next == '\t' || next == '\f' || next == '\u000b';
  }

  private void skipLine() throws IOException {
    for (int next = peek(); next != '\n' && next != '\r' && next != END; next = peek()) {
      position++;
    }
  }

  /** Consumes the end of a line, of Unix, Windows or an old Macintosh. */
  private void endLine() throws IOException {
    int first = peek();
    position++;
    if (first == '\r' && peek() == '\n') {
      position++;
    }
    line++;
  }

  private void skipByteOrderMark() throws IOException {
    peek();
    if (limit >= 3
        && buffer[0] == (byte) 0xef
        && buffer[1] == (byte) 0xbb
        && buffer[2] == (byte) 0xbf) {
      position = 3;
    }
  }

  /** Returns the next byte without consuming it, or {@link #END}. */
  private int peek() throws IOException {
    if (position == limit) {
      position = 0;
      limit = in.readNBytes(buffer, 0, buffer.length);
      if (limit == 0) {
        return END;
      }
    }
    return Byte.toUnsignedInt(buffer[position]);
  }
}
