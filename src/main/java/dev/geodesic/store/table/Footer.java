package dev.geodesic.store.table;

import dev.geodesic.trial.RequestException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;

/**
 * The footer of a file that this program wrote.
 *
 * @param file the path of the file
 * @param metadata that the writer put into the footer, by key
 */
public record Footer(Path file, Map<String, String> metadata) {

  /**
   * Reads the footer of a file.
   *
   * @param remedy what the user should do about a file that cannot be read
   * @throws RequestException if the file is damaged or of another schema version
   * @throws IOException if it cannot be reached
   */
  public static Footer read(FileSystem fileSystem, FileStatus status, String remedy)
      throws IOException {
    ParquetReadOptions options =
        HadoopReadOptions.builder(fileSystem.getConf())
            .withMetadataFilter(ParquetMetadataConverter.SKIP_ROW_GROUPS)
            .build();
    Footer footer;
    try (ParquetFileReader reader =
        ParquetFileReader.open(new StoredFile(fileSystem, status), options)) {
      footer =
          new Footer(status.getPath(), reader.getFooter().getFileMetaData().getKeyValueMetaData());
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw DamagedFile.of(fileSystem, status, remedy, e);
    }
    footer.requireSchemaVersion();
    return footer;
  }

  private void requireSchemaVersion() {
    String expected = Integer.toString(Table.SCHEMA_VERSION);
    String found = metadata.getOrDefault(TableFile.SCHEMA_VERSION_KEY, "none");
    if (!found.equals(expected)) {
      throw new RequestException(
          ("Results must be of schema version %s, got: %s in %s; choose another --results"
                  + " directory, or use the version of Geodesic that wrote them")
              .formatted(expected, found, file));
    }
  }
}
