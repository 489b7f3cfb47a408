package dev.geodesic.data;

import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.RequestException;
import java.io.IOException;

/** Reads directories of IDX files; one of several data sets in a directory is named below it. */
final class IdxReader implements DataReader {
  @Override
  public DataFormat format() {
    return DataFormat.IDX;
  }

  @Override
  public boolean claims(DataPlace place) throws IOException {
    return switch (place.kind()) {
      case FILE -> false;
      case DIRECTORY -> !PartFiles.isAt(place) || isOfBoth(place);
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

  @Override
  public FoundData find(DataRequest request) {
    request.requireNoColumns(format());
    return IdxData.find(request);
  }
}
