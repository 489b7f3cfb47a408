package dev.geodesic.machine;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the directory of fetched data sets, of what was found out about devices, and of what was
 * compiled for them: {@code GEODESIC_CACHE}, else {@code geodesic} in {@code XDG_CACHE_HOME} or
 * {@code ~/.cache}.
 */
public final class CacheDirectory {
  private CacheDirectory() {}

  /** Returns the cache directory of the user who runs this process. */
  public static Path ofUser() {
    return of(System.getenv(), home(System.getenv(), System.getProperty("user.home")));
  }

  /**
   * Returns the home directory: HOME, as in shells, or else Java's property {@code user.home},
   * which ignores HOME. Where neither is an absolute path, as for a user without an entry in the
   * password file, this is a folder for temporary files, and never the working directory.
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
    if (!chosen.isBlank()) {
      return Path.of(chosen);
    }
    // By its specification a relative path is ignored.
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (caches.startsWith("/") ? Path.of(caches) : home.resolve(".cache")).resolve("geodesic");
  }
}
