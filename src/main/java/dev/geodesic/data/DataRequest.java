package dev.geodesic.data;

import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import java.util.Optional;

/**
 * A data set that a user names.
 *
 * @param source as it is named
 * @param place where it lies
 * @param test where its test set lies, if elsewhere
 */
public record DataRequest(DataSpec.Source source, DataPlace place, Optional<DataPlace> test) {
  /** Returns the request for what lies at a place, whose files tell the rest. */
  public static DataRequest of(DataPlace place) {
    return new DataRequest(DataSpec.Source.of(place.location()), place, Optional.empty());
  }

  /**
   * Refuses columns, which files of this format do not have.
   *
   * @throws RequestException if a label or features are named
   */
  void requireNoColumns(DataFormat format) {
    DataSpec.Source none = DataSpec.Source.of(source.dataset());
    if (!source.features().isEmpty() || !source.label().equals(none.label())) {
      throw new RequestException(
          "label and features name columns, and %s has none, as it is %s; leave them out, or set format"
              .formatted(place.location(), format.words()));
    }
  }
}
