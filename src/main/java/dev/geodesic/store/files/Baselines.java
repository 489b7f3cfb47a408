package dev.geodesic.store.files;

import dev.geodesic.store.table.Baseline;
import dev.geodesic.store.table.Footer;
import dev.geodesic.store.table.TableFile;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.jspecify.annotations.Nullable;

/** The baselines of a sweep: one immutable file for each, named by what decides the baseline. */
public final class Baselines {
  private static final String PREFIX = "baseline-";
  private static final String CONVERGED = "converged";
  private static final String REMEDY = "delete it and run again: it is computed anew";

  private final ResultsDirectory directory;

  /** Opens the baselines of these results. */
  public Baselines(ResultStore store) {
    this.directory = store.directory();
  }

  /** Whether the baseline of this key was computed already. */
  public boolean contains(Baseline.Key key) throws IOException {
    return directory.fileSystem().exists(file(key));
  }

  /** Commits a baseline, unless there is one of the same key already. */
  public void write(Baseline baseline) throws IOException {
    Path target = file(baseline.key());
    Path temporary =
        directory.writeTemporary(Baseline.TABLE, target, List.of(baseline).iterator(), Map.of());
    directory.publish(temporary, target);
  }

  /**
   * All of them.
   *
   * @throws RequestException if a file is damaged or of another schema version
   */
  public List<Baseline> all() throws IOException {
    List<Baseline> baselines = new ArrayList<>();
    for (FileStatus file : files()) {
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), file.getPath())
              .withConf(directory.fileSystem().getConf())
              .build()) {
        baselines.add(baseline(reader.read()));
      }
    }
    return baselines;
  }

  /**
   * The files of all baselines.
   *
   * @throws RequestException if one is damaged or of another schema version
   */
  public List<FileStatus> files() throws IOException {
    List<FileStatus> files =
        directory.list(ResultsDirectory.BASELINES, PREFIX, TableFile.EXTENSION);
    for (FileStatus file : files) {
      Footer.read(directory.fileSystem(), file, REMEDY);
    }
    return files;
  }

  private Path file(Baseline.Key key) {
    return directory.resolve(ResultsDirectory.BASELINES, PREFIX + key.id() + TableFile.EXTENSION);
  }

  private static Baseline baseline(Group row) {
    return new Baseline(
        row.getString("dataset", 0),
        row.getString("holdout", 0),
        isTold(row, Baseline.VALIDATION) ? row.getDouble(Baseline.VALIDATION, 0) : null,
        row.getInteger("downsample", 0),
        row.getBoolean("bias", 0),
        row.getString("data_fingerprint", 0),
        number(row, "train_loss"),
        number(row, "test_loss"),
        number(row, "test_accuracy"),
        row.getInteger("iterations", 0),
        converged(row),
        row.getDouble("seconds", 0));
  }

  /** Whether a fit converged; null for files of earlier versions, which do not hold that. */
  private static @Nullable Boolean converged(Group row) {
    return isTold(row, CONVERGED) ? row.getBoolean(CONVERGED, 0) : null;
  }

  /** Whether a row has a value in a column that files of earlier versions lack. */
  private static boolean isTold(Group row, String column) {
    return row.getType().containsField(column) && row.getFieldRepetitionCount(column) > 0;
  }

  /** Reads a number; NaN for an absent one, which was infinite or not a number. */
  private static double number(Group row, String column) {
    return row.getFieldRepetitionCount(column) == 0 ? Double.NaN : row.getDouble(column, 0);
  }
}
