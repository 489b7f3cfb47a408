package dev.geodesic.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Versions of libraries that do not tell them themselves: Maven writes them into the jar. */
public final class BuildVersions {
  private static final String RESOURCE = "/dev/geodesic/versions.properties";

  private BuildVersions() {}

  /** By the short name of each. */
  public static Properties load() {
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
