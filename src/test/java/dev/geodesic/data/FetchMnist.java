package dev.geodesic.data;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A process that fills a cache from one mirror: {@code FetchMnist CACHE ADDRESS}. */
final class FetchMnist {
  private FetchMnist() {}

  public static void main(String[] arguments) {
    HttpMirror mirror =
        HttpMirror.at(URI.create(arguments[1]), Duration.ofSeconds(20), Duration.ofMinutes(1));
    new DataCache(Path.of(arguments[0]), DataCacheTest.mnistFrom(mirror), System.out::println)
        .fetch();
  }
}
