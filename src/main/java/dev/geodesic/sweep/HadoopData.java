package dev.geodesic.sweep;

import dev.geodesic.data.DataDirectory;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.IdxReader;
import dev.geodesic.trial.RequestException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Data sets that a URI names, on any file system of Hadoop. */
final class HadoopData {
  private HadoopData() {}

  /**
   * A directory of IDX files, which the driver reads, or a LIBSVM file, which executors do.
   *
   * @throws RequestException if nothing is there, or it cannot be read
   */
  static DataSet load(SparkSession spark, String uri) {
    try {
      Path path = new Path(uri);
      FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
      return files.getFileStatus(path).isDirectory()
          ? IdxReader.read(new Directory(files, path, uri.replaceAll("/+$", "")))
          : LibsvmSource.read(spark, uri);
    } catch (FileNotFoundException e) {
      throw DataSets.nothingAt(uri);
    } catch (IOException | IllegalArgumentException e) {
      throw new RequestException(
          "Cannot reach the data set %s: %s; check the address and its file system"
              .formatted(uri, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private record Directory(FileSystem files, Path path, String location) implements DataDirectory {
    @Override
    public Optional<InputStream> open(String name) throws IOException {
      try {
        return Optional.of(files.open(new Path(path, name)));
      } catch (FileNotFoundException e) {
        return Optional.empty();
      }
    }
  }
}
