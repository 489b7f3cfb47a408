package dev.geodesic.store.table;

import dev.geodesic.trial.NativeCodeError;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Writes one immutable Parquet file of a table. */
public final class TableFile {
  /** The end of the name of every file of a table. */
  public static final String EXTENSION = ".parquet";

  /** The key under which a footer holds {@link Table#SCHEMA_VERSION}. */
  static final String SCHEMA_VERSION_KEY = "geodesic.schema-version";

  /**
   * The size of a row group. A reader skips row groups that cannot hold what it asks for: merged
   * files should have several, the file of a single pack only one.
   */
  private static final long ROW_GROUP_BYTES = 8 << 20;

  /** Names the folder that zstd-jni unpacks its native code into. */
  private static final String TEMPORARY = "java.io.tmpdir";

  private static final String ZSTD = "com.github.luben.zstd";

  private TableFile() {}

  /**
   * Writes {@code rows} to {@code file}, without forcing them to the medium.
   *
   * @param metadata goes into the footer, in addition to the schema version
   * @throws NativeCodeError if Parquet's compression cannot be loaded
   * @throws IOException if it cannot be written; nothing is left behind then
   */
  public static <T> void write(
      FileSystem fileSystem,
      Path file,
      Table<T> table,
      Iterator<T> rows,
      Map<String, String> metadata)
      throws IOException {
    Map<String, String> footer = new HashMap<>(metadata);
    footer.put(SCHEMA_VERSION_KEY, Integer.toString(Table.SCHEMA_VERSION));
    try (ParquetWriter<T> writer =
        new Builder<>(output(fileSystem, file), table)
            .withConf(fileSystem.getConf())
            .withExtraMetaData(footer)
            .build()) {
      while (rows.hasNext()) {
        writer.write(rows.next());
      }
    } catch (LinkageError e) {
      deleteQuietly(fileSystem, file, e);
      throw isOfCompression(e)
          ? new NativeCodeError("zstd-jni", System.getProperty(TEMPORARY), TEMPORARY, e)
          : e;
    } catch (Throwable e) {
      // Includes exceptions that Scala throws undeclared, from rows that Spark computes.
      deleteQuietly(fileSystem, file, e);
      throw e;
    }
  }

  /** Whether the classes of zstd-jni failed to load, and not those of a jar that is not there. */
  private static boolean isOfCompression(LinkageError error) {
    return String.valueOf(error.getMessage()).replace('/', '.').contains(ZSTD)
        || Arrays.stream(error.getStackTrace())
            .anyMatch(frame -> frame.getClassName().startsWith(ZSTD));
  }

  /** Without Hadoop's native library its local file system forks a chmod for every file. */
  private static OutputFile output(FileSystem fileSystem, Path file) {
    return fileSystem instanceof RawLocalFileSystem local
        ? new LocalOutputFile(local.pathToFile(file).toPath())
        : new HadoopOutput(fileSystem, file);
  }

  private static void deleteQuietly(FileSystem fileSystem, Path file, Throwable cause) {
    try {
      fileSystem.delete(file, false);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
    private final Table<T> table;

    Builder(OutputFile file, Table<T> table) {
      super(file);
      this.table = table;
      // Spark cannot run without the same native library, so it is there on every executor.
      withCompressionCodec(CompressionCodecName.ZSTD);
      withRowGroupSize(ROW_GROUP_BYTES);
    }

    @Override
    protected Builder<T> self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract there, and so the one to implement.
    protected WriteSupport<T> getWriteSupport(Configuration configuration) {
      return new TableWriteSupport<>(table);
    }
  }

  /** Parquet's own would open the file system anew, with checksum files. */
  private record HadoopOutput(FileSystem fileSystem, Path path) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSize) throws IOException {
      return HadoopStreams.wrap(fileSystem.create(path, false));
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }

    @Override
    public String getPath() {
      return path.toString();
    }
  }
}
