package dev.geodesic.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheDirectoryTest {
  @ParameterizedTest
  @CsvSource({"/h, /listed, /h", "'', /listed, /listed", "., /listed, /listed"})
  void homeIsAPathThatIsTheSameEverywhere(String home, String listed, Path expected) {
    assertThat(CacheDirectory.home(Map.of("HOME", home), listed)).isEqualTo(expected);
  }

  /** Java calls the home of a user without an entry in the password file so. */
  @ParameterizedTest
  @CsvSource({"''", "relative"})
  void neverIsItAFolderThatTheCallerStandsIn(String home) {
    assertThat(CacheDirectory.home(Map.of("HOME", home), "?"))
        .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "geodesic"));
  }

  @Test
  void theCacheIsTheUsersOwnUnlessToldOtherwise() {
    Path home = Path.of("/home/someone");

    assertThat(CacheDirectory.of(Map.of(), home)).hasToString("/home/someone/.cache/geodesic");
    assertThat(CacheDirectory.of(Map.of("GEODESIC_CACHE", " "), home))
        .hasToString("/home/someone/.cache/geodesic");
    assertThat(CacheDirectory.of(Map.of("XDG_CACHE_HOME", "/caches"), home))
        .hasToString("/caches/geodesic");
    assertThat(CacheDirectory.of(Map.of("XDG_CACHE_HOME", "caches"), home))
        .isEqualTo(home.resolve(".cache/geodesic"));
    assertThat(
            CacheDirectory.of(Map.of("XDG_CACHE_HOME", "/caches", "GEODESIC_CACHE", "/data"), home))
        .hasToString("/data");
    assertThat(CacheDirectory.of(Map.of("GEODESIC_CACHE", "/data"), home)).hasToString("/data");
  }
}
