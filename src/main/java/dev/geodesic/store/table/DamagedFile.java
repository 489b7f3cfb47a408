package dev.geodesic.store.table;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;

/** Distinguishes damaged files from failures of a file system. */
public final class DamagedFile {
  private static final String CONDITION = "FAILED_READ_FILE";
  private static final String REMEDY = "delete it and run again: only what it held is made anew";

  private DamagedFile() {}

  /**
   * Returns the error for a file whose content cannot be understood.
   *
   * @param remedy what the user should do about it
   * @throws IOException if its bytes cannot be read either, which is a failure of the machine
   */
  static RequestException of(
      FileSystem fileSystem, FileStatus status, String remedy, Exception cause) throws IOException {
    try (InputStream in = fileSystem.open(status.getPath())) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return new RequestException(
        "A results file must be a whole Parquet file, got: %s (%d bytes, damaged); %s"
            .formatted(status.getPath(), status.getLen(), remedy),
        cause);
  }

  /**
   * Returns the error for a failure of Spark: a {@link RequestException} that names the file if
   * Spark met a damaged one, otherwise {@code trouble} itself.
   *
   * @param configuration of Hadoop, by which the file is found
   */
  public static Exception inOurWords(Exception trouble, Configuration configuration) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable found
          && String.valueOf(found.getCondition()).startsWith(CONDITION)) {
        Path file = new Path(String.valueOf(found.getMessageParameters().get("path")));
        try {
          FileSystem fileSystem = file.getFileSystem(configuration);
          return of(fileSystem, fileSystem.getFileStatus(file), REMEDY, trouble);
        } catch (IOException e) {
          trouble.addSuppressed(e);
        }
      }
    }
    return trouble;
  }
}
