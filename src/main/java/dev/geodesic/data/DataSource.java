package dev.geodesic.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** A place that a data set can be fetched from. What it brings is checked by whoever asks. */
public interface DataSource {
  /** The place, as messages name it. */
  String location();

  /**
   * Fetches files, uncompressed, under their {@link PublishedFile#fileName}.
   *
   * @param wanted which
   * @param directory an empty one to put them into; what lies there is of no value if this throws
   * @throws IOException if the place is out of reach or holds something else, within bounded time
   */
  void fetch(Collection<PublishedFile> wanted, Path directory) throws IOException;
}
