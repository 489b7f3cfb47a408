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
 * Linear fits of earlier sweeps, in the user's cache: a file each, named by what decides it and by
 * what made it. What cannot be read or written there is made anew.
 */
final class FittedBefore {
  private static final Logger LOG = LoggerFactory.getLogger(FittedBefore.class);

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path folder;
  private final String maker;

  /**
   * The fits of one maker.
   *
   * @param cache of the user
   * @param maker version and settings of what fits: another's are not taken
   */
  FittedBefore(Path cache, String maker) {
    this.folder = cache.resolve("baselines");
    this.maker = maker;
  }

  /** One of these data, if it is there. */
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

  /** Keeps one. */
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
