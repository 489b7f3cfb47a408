package dev.geodesic.sweep.input;

import dev.geodesic.data.DataFiles;
import dev.geodesic.data.DataSets;
import dev.geodesic.trial.RequestException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Data sets that a URI names, on any file system of Hadoop. */
final class HadoopFiles implements DataFiles {
  private final FileSystem files;
  private final Path path;
  private final String location;
  private final boolean isDirectory;

  private HadoopFiles(FileSystem files, Path path, String location) throws IOException {
    this.files = files;
    this.path = path;
    this.location = location;
    this.isDirectory = files.getFileStatus(path).isDirectory();
  }

  /**
   * What lies there.
   *
   * @throws RequestException if nothing does, or the file system is out of reach
   */
  static DataFiles at(SparkSession spark, String uri) {
    try {
      Path path = new Path(uri);
      FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
      return new HadoopFiles(files, path, uri.replaceAll("/+$", ""));
    } catch (FileNotFoundException e) {
      throw DataSets.nothingAt(uri);
    } catch (IOException | IllegalArgumentException e) {
      throw new RequestException(
          "Cannot reach the data set %s: %s; check the address and its file system"
              .formatted(uri, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public boolean isDirectory() {
    return isDirectory;
  }

  @Override
  public InputStream open() throws IOException {
    return files.open(path);
  }

  @Override
  public Optional<InputStream> open(String name) throws IOException {
    try {
      return Optional.of(files.open(new Path(path, name)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
