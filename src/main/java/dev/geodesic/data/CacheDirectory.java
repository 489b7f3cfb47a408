package dev.geodesic.data;

import java.nio.file.Path;
import java.util.Map;

/** Where fetched data sets are kept: {@code GEODESIC_CACHE}, else {@code ~/.cache/geodesic}. */
public final class CacheDirectory {
  private CacheDirectory() {}

  /** The cache of the user who runs this. */
  public static Path ofUser() {
    // HOME first, as every shell does; Java's own property ignores it.
    String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
    return of(System.getenv(), Path.of(home));
  }

  static Path of(Map<String, String> environment, Path home) {
    String chosen = environment.getOrDefault("GEODESIC_CACHE", "");
    return chosen.isBlank() ? home.resolve(".cache").resolve("geodesic") : Path.of(chosen);
  }
}
