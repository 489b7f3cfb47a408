package dev.geodesic.data;

import java.nio.file.Path;
import java.util.Map;

/** Where fetched data sets are kept: {@code GEODESIC_CACHE}, else {@code ~/.cache/geodesic}. */
public final class CacheDirectory {
  private CacheDirectory() {}

  /** The cache of the user who runs this. */
  public static Path ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Path of(Map<String, String> environment, Path home) {
    String chosen = environment.getOrDefault("GEODESIC_CACHE", "");
    return chosen.isBlank() ? home.resolve(".cache").resolve("geodesic") : Path.of(chosen);
  }
}
