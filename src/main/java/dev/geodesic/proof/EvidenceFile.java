package dev.geodesic.proof;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of one device with one driver and this program. Where a file cannot be read or
 * written, the device is proved each time.
 *
 * @param path of the file
 * @param subject what it is about; it is in the file
 */
record EvidenceFile(Path path, String subject) {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceFile.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** The content of the file. */
  record Content(String subject, Evidence evidence) {}

  /** Returns what is known; empty where nothing is, or the file is damaged or of something else. */
  Optional<Evidence> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      Content content = JSON.readValue(path.toFile(), Content.class);
      return Optional.ofNullable(content)
          .filter(found -> subject.equals(found.subject()))
          .map(Content::evidence)
          .filter(Objects::nonNull)
          .filter(Evidence::concludes);
    } catch (IOException e) {
      LOG.warn("Cannot read {}, which is made anew", path, e);
      return Optional.empty();
    }
  }

  /** Replaces the file, so that whoever reads it finds the old one or the new one. */
  void write(Evidence evidence) {
    Path folder = Objects.requireNonNull(path.getParent());
    try {
      Files.createDirectories(folder);
      Path arriving = Files.createTempFile(folder, ".arriving-", ".json");
      try {
        JSON.writerWithDefaultPrettyPrinter()
            .writeValue(arriving.toFile(), new Content(subject, evidence));
        Files.move(arriving, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(arriving);
      }
    } catch (IOException e) {
      LOG.warn("Cannot keep what was found out in {}", path, e);
    }
  }
}
