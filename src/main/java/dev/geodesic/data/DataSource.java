package dev.geodesic.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** A place that a data set can be fetched from. The caller checks what was fetched. */
public interface DataSource {
  /** Returns the place as messages name it. */
  String location();

  /**
   * Fetches files, uncompressed, under their {@link PublishedFile#fileName}.
   *
   * @param wanted the files to fetch
   * @param directory an empty directory to write them to; its contents are undefined if this throws
   * @throws IOException within bounded time, if the place is out of reach or holds other files
   */
  void fetch(Collection<PublishedFile> wanted, Path directory) throws IOException;
}
