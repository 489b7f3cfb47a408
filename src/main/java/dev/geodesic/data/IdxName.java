package dev.geodesic.data;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an IDX file's name, such as {@code emnist-letters-train-images-idx3-ubyte.gz}.
 *
 * @param set the data set, where one directory has several, as {@code emnist-letters}; else empty
 * @param part {@code train}, or for the test set {@code t10k} or {@code test}
 * @param kind images or labels
 */
record IdxName(String set, String part, Kind kind) {
  /** The part of a training set. */
  static final String TRAIN = "train";

  private static final Pattern NAME =
      Pattern.compile(
          "(?:([^.].*?)[-_.])?(train|t10k|test)[-_.](images|labels)[-_.]idx\\d?(?:[-_.]\\w+)?"
              + "(?:\\.(?:gz|bz2|xz|zst|zip|z|lz4))*",
          Pattern.CASE_INSENSITIVE);

  /** The kinds of contents. */
  enum Kind {
    IMAGES("images", 3),
    LABELS("labels", 1);

    private final String word;
    private final int dimensions;

    Kind(String word, int dimensions) {
      this.word = word;
      this.dimensions = dimensions;
    }
  }

  /** Parses a file's name; empty if it does not have this form. */
  static Optional<IdxName> of(String fileName) {
    Matcher matcher = NAME.matcher(fileName);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String set = matcher.group(1) == null ? "" : matcher.group(1);
    return Optional.of(
        new IdxName(
            set,
            matcher.group(2).toLowerCase(Locale.ROOT),
            Kind.valueOf(matcher.group(3).toUpperCase(Locale.ROOT))));
  }

  boolean isTraining() {
    return part.equals(TRAIN);
  }

  /** Returns the usual spelling of this name. */
  String spelling() {
    return (set.isEmpty() ? "" : set + "-")
        + "%s-%s-idx%d-ubyte".formatted(part, kind.word, kind.dimensions);
  }
}
