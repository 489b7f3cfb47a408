package dev.geodesic.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/**
 * A web directory with the gzipped files.
 *
 * @param directory the address, with a slash at the end
 * @param download how files are fetched from it
 */
public record HttpMirror(URI directory, HttpDownload download) implements DataSource {
  /** Returns a public mirror with a short limit for the first byte and a long one for a file. */
  public static HttpMirror at(String directory) {
    return new HttpMirror(URI.create(directory), HttpDownload.OF_A_FILE);
  }

  /** Returns a mirror with these limits; see {@link HttpDownload}. */
  public static HttpMirror at(URI directory, Duration answerWithin, Duration fileWithin) {
    return new HttpMirror(directory, new HttpDownload(answerWithin, fileWithin));
  }

  @Override
  public String location() {
    return directory.toString();
  }

  @Override
  public void fetch(Collection<PublishedFile> wanted, Path target) throws IOException {
    for (PublishedFile file : wanted) {
      download.read(
          directory.resolve(file.fileName() + ".gz"),
          body -> file.copy(Packing.expandOnce(body), target.resolve(file.fileName())));
    }
  }
}
