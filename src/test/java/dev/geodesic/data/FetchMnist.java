package dev.geodesic.data;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that fills a cache from one mirror: {@code FetchMnist CACHE ADDRESS}. */
final class FetchMnist {
  private FetchMnist() {}

  public static void main(String[] arguments) {
    HttpMirror mirror =
        new HttpMirror(URI.create(arguments[1]), Duration.ofSeconds(20), Duration.ofMinutes(1));
    new MnistCache(Path.of(arguments[0]), List.of(mirror), System.out::println).fetch();
  }
}
