package dev.geodesic.store.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.store.table.Table;
import dev.geodesic.trial.RequestException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;

/** {@code manifest.json}, replaced whole. */
public final class ManifestFile {
  private static final String NAME = "manifest.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          // A later version may add keys.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final ResultsDirectory directory;

  /** Opens the manifest of these results, which need not exist yet. */
  public ManifestFile(ResultStore store) {
    this.directory = store.directory();
  }

  /** Adds a run to the manifest. The caller must hold the {@link ResultsLock}. */
  public void append(String sweep, Manifest.Run run) throws IOException {
    List<Manifest.Run> runs = new ArrayList<>(read().map(Manifest::runs).orElse(List.of()));
    runs.add(run);
    Manifest manifest = new Manifest(Table.SCHEMA_VERSION, sweep, runs);
    directory.replace(path(), JSON.writeValueAsBytes(manifest));
  }

  /**
   * Reads the manifest, if a run has ended already.
   *
   * @throws RequestException if the file is not a manifest, or may not be read
   */
  public Optional<Manifest> read() throws IOException {
    if (isAbsent()) {
      return Optional.empty();
    }
    try (InputStream in = directory.fileSystem().open(path())) {
      return Optional.of(JSON.readValue(in, Manifest.class));
    } catch (FileNotFoundException | AccessControlException | AccessDeniedException e) {
      throw new RequestException(
          "A manifest must be a file that can be read, got: %s (%s); mend that, as a run adds to it"
              .formatted(path(), reason(e)),
          e);
    } catch (JsonProcessingException e) {
      throw new RequestException(
          "A manifest must be whole JSON, got: %s (damaged); delete it: only the history of runs is lost"
              .formatted(path()),
          e);
    }
  }

  /** Reads the manifest; if no run has ended, returns one without runs, named by the directory. */
  public Manifest readOrEmpty() throws IOException {
    return read()
        .orElseGet(
            () ->
                new Manifest(
                    Table.SCHEMA_VERSION, SweepNames.of(directory.root().toUri()), List.of()));
  }

  /** Whether there is no file; a broken link counts as present, as a file must not replace it. */
  private boolean isAbsent() throws IOException {
    try {
      directory.fileSystem().getFileStatus(path());
      return false;
    } catch (FileNotFoundException e) {
      return !(directory.fileSystem() instanceof RawLocalFileSystem local
          && Files.isSymbolicLink(local.pathToFile(path()).toPath()));
    }
  }

  /** Returns the reason of an error, which Hadoop's local file system puts in brackets. */
  private static String reason(IOException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^.* \\((.*)\\)$", "$1");
  }

  private Path path() {
    return new Path(directory.root(), NAME);
  }
}
