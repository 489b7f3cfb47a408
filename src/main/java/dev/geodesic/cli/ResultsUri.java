package dev.geodesic.cli;

import dev.geodesic.trial.RequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** A results directory as a user writes it: a path of this machine, or a URI with a scheme. */
final class ResultsUri {
  private ResultsUri() {}

  static URI of(String directory) {
    if (!directory.matches("[a-zA-Z][a-zA-Z0-9+.-]*:/.*")) {
      return Path.of(directory).toAbsolutePath().normalize().toUri();
    }
    try {
      return new URI(directory);
    } catch (URISyntaxException e) {
      throw new RequestException(
          "A results directory must be a path or a URI, got: %s (%s)"
              .formatted(directory, e.getReason()),
          e);
    }
  }
}
