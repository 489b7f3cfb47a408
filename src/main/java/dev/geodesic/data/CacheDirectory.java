package dev.geodesic.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Where fetched data sets are kept: {@code GEODESIC_CACHE}, else {@code ~/.cache/geodesic}. */
public final class CacheDirectory {
  private CacheDirectory() {}

  /** The cache of the user who runs this. */
  public static Path ofUser() {
    return of(System.getenv(), home(System.getenv(), System.getProperty("user.home")));
  }

  /**
   * HOME first, as every shell does; Java's own property ignores it. Where neither is a path, as of
   * a user without an entry in the password file, it is no folder that the caller happens to stand
   * in.
   */
  static Path home(Map<String, String> environment, String listed) {
    return Stream.of(environment.getOrDefault("HOME", ""), listed)
        .filter(home -> home.startsWith("/"))
        .findFirst()
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "geodesic"));
  }

  static Path of(Map<String, String> environment, Path home) {
    String chosen = environment.getOrDefault("GEODESIC_CACHE", "");
    return chosen.isBlank() ? home.resolve(".cache").resolve("geodesic") : Path.of(chosen);
  }
}
