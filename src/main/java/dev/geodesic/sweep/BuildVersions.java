package dev.geodesic.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Versions of the native libraries, which Maven writes into the jar. */
final class BuildVersions {
  private static final String RESOURCE = "/dev/geodesic/versions.properties";

  private BuildVersions() {}

  static Properties load() {
    Properties versions = new Properties();
    try (InputStream in =
        Objects.requireNonNull(BuildVersions.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions;
  }
}
