package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The formats of data sets that users name by a path. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions hold nothing.
public enum DataFormat {
  IDX("a directory of IDX files", DataFormat::isOfIdx, IdxReader::find),
  /** Every file that no other format claims, and a directory of such files, as Spark writes it. */
  LIBSVM("a LIBSVM file", LibsvmFiles::isAt, LibsvmReader::find);

  private final String words;
  private final Claim claim;
  private final Function<DataPlace, FoundData> finder;

  /**
   * Defines a format.
   *
   * @param words names the format with its article, for messages and help
   * @param claim whether a place holds this format and none before it, by the names of files alone
   * @param finder finds and measures the data set at a place, or throws a RequestException
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

  /** Returns the format's name with its article. */
  public String words() {
    return words;
  }

  /**
   * Returns the first format that claims a place; empty where nothing lies there.
   *
   * @throws RequestException if the place cannot be read
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
   * Finds and measures a data set of this format.
   *
   * @throws RequestException if a file is missing, unreadable or of another kind
   */
  FoundData find(DataPlace place) {
    return finder.apply(place);
  }
}
