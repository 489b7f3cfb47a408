package dev.geodesic.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.geodesic.trial.RequestException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** {@code manifest.json}, replaced whole. */
public final class ManifestFile {
  private static final String NAME = "manifest.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          // A later version may say more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final ResultsDirectory directory;

  public ManifestFile(ResultStore store) {
    this.directory = store.directory();
  }

  /** Adds a run to those that are there. Only who holds the {@link ResultsLock} does. */
  public void append(String sweep, Manifest.Run run) throws IOException {
    List<Manifest.Run> runs = new ArrayList<>(read().map(Manifest::runs).orElse(List.of()));
    runs.add(run);
    Manifest manifest = new Manifest(Table.SCHEMA_VERSION, sweep, runs);
    directory.replace(path(), JSON.writeValueAsBytes(manifest));
  }

  /**
   * The manifest, if a run has ended already.
   *
   * @throws RequestException if the file is not one
   */
  public Optional<Manifest> read() throws IOException {
    try (InputStream in = directory.fileSystem().open(path())) {
      return Optional.of(JSON.readValue(in, Manifest.class));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new RequestException(
          "A manifest must be whole JSON, got: %s (damaged); delete it: only the history of runs is lost"
              .formatted(path()),
          e);
    }
  }

  /** The same; one of no runs, under the name of the directory, where none has ended. */
  public Manifest readOrEmpty() throws IOException {
    return read()
        .orElseGet(
            () ->
                new Manifest(
                    Table.SCHEMA_VERSION, SweepNames.of(directory.root().toUri()), List.of()));
  }

  private Path path() {
    return new Path(directory.root(), NAME);
  }
}
