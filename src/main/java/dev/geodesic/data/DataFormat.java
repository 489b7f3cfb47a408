package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** How data sets that a user has are written down. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions hold nothing.
public enum DataFormat {
  IDX("a directory of IDX files", DataFormat::isOfIdx, IdxReader::find),
  /** Every other file, and a directory of such, as Spark writes it. */
  LIBSVM("a LIBSVM file", LibsvmFiles::isAt, LibsvmReader::find);

  private final String words;
  private final Claim claim;
  private final Function<DataPlace, FoundData> finder;

  /**
   * Defines one.
   *
   * @param words what it is, for messages and help
   * @param claim whether a place holds this format and none before it, by the names there alone
   * @param finder measures what lies there, with a RequestException where it cannot
   */
  DataFormat(String words, Claim claim, Function<DataPlace, FoundData> finder) {
    this.words = words;
    this.claim = claim;
    this.finder = finder;
  }

  private interface Claim {
    boolean covers(DataPlace place) throws IOException;
  }

  private static boolean isOfIdx(DataPlace place) throws IOException {
    return switch (place.kind()) {
      case FILE -> false;
      case DIRECTORY -> !LibsvmFiles.isAt(place) || isOfBoth(place);
      case NOTHING -> IdxSearch.named(place).isPresent();
    };
  }

  private static boolean isOfBoth(DataPlace place) {
    if (IdxDirectory.of(place).sets().isEmpty()) {
      return false;
    }
    throw new RequestException(
        "Cannot choose between the IDX files and the parts of a LIBSVM file in %s; move one of them to a directory of its own"
            .formatted(place.location()));
  }

  /** What it is, with its article. */
  public String words() {
    return words;
  }

  /**
   * The first that claims {@code place}; none where nothing is.
   *
   * @throws RequestException if that cannot be told
   */
  public static Optional<DataFormat> of(DataPlace place) {
    return Arrays.stream(values()).filter(format -> format.covers(place)).findFirst();
  }

  private boolean covers(DataPlace place) {
    try {
      return claim.covers(place);
    } catch (IOException e) {
      throw Contents.unreadable(place, e);
    }
  }

  /**
   * Finds and measures a data set.
   *
   * @throws RequestException if something is missing, unreadable or something else
   */
  FoundData find(DataPlace place) {
    return finder.apply(place);
  }
}
