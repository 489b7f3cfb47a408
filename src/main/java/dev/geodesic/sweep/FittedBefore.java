package dev.geodesic.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.geodesic.store.table.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linear fits of earlier sweeps, in the user's cache: one file for each fit, whose name depends on
 * what decides the fit and on the program that made it. A fit that cannot be read is made anew.
 */
final class FittedBefore {
  private static final Logger LOG = LoggerFactory.getLogger(FittedBefore.class);

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path folder;
  private final String maker;

  /**
   * Opens the fits of one maker.
   *
   * @param cache the user's cache directory
   * @param maker version and settings of the program that fits; fits of others are ignored
   */
  FittedBefore(Path cache, String maker) {
    this.folder = cache.resolve("baselines");
    this.maker = maker;
  }

  /** Returns the fit of this key, if the cache has one. */
  Optional<Baseline> find(Baseline.Key key) {
    Path file = file(key);
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(Files.readAllBytes(file), Baseline.class))
              .filter(baseline -> baseline.key().equals(key))
          : Optional.empty();
    } catch (IOException e) {
      LOG.warn("Cannot read {}", file, e);
      return Optional.empty();
    }
  }

  /** Writes a fit to the cache. */
  void keep(Baseline baseline) {
    Path file = file(baseline.key());
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, ".writing-", ".tmp");
      try {
        Files.write(part, JSON.writeValueAsBytes(baseline));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Numbers and strings can be written", e);
    } catch (IOException e) {
      LOG.warn("Cannot keep {}", file, e);
    }
  }

  private Path file(Baseline.Key key) {
    return folder.resolve(key.id(maker) + ".json");
  }
}
