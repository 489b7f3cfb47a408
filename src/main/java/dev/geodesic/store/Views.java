package dev.geodesic.store;

import dev.geodesic.store.files.SweepNames;
import dev.geodesic.store.table.DamagedFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The results as SQL views, with the columns of {@link ViewColumns}. Each shows the results that
 * were committed when it was registered.
 *
 * <ul>
 *   <li>{@code trials}: one row for each trial
 *   <li>{@code curves}: one row for each trial and step
 *   <li>{@code summary}: one row for each configuration and step
 *   <li>{@code baselines}: one row for each prepared data set
 * </ul>
 */
public final class Views {
  static final String TRIALS = "trials";
  static final String CURVES = "curves";
  static final String SUMMARY = "summary";
  static final String BASELINES = "baselines";

  /** The most attempts at a read: a compaction removes files twice, and a run compacts once. */
  private static final int ATTEMPTS = 5;

  private Views() {}

  /** Registers the views of one sweep. */
  public static SweepScan register(SparkSession spark, URI results) throws IOException {
    return register(spark, List.of(results)).get(0);
  }

  /**
   * Registers the views of several sweeps, each under {@linkplain SweepNames a name of its own}.
   *
   * @param results directories of sweeps, at least one; one that is named twice is read once
   * @return the same sweeps at the same moment
   * @throws dev.geodesic.trial.RequestException if one is missing, or a file in it is damaged or of
   *     another schema version
   * @throws IOException if a file system fails
   */
  public static List<SweepScan> register(SparkSession spark, List<URI> results) throws IOException {
    List<StoredSweep> sweeps = open(spark, results);
    registerUnion(TRIALS, sweeps, StoredSweep::trials);
    registerUnion(CURVES, sweeps, StoredSweep::curves);
    registerUnion(SUMMARY, sweeps, StoredSweep::summary);
    registerUnion(BASELINES, sweeps, StoredSweep::baselines);
    return sweeps.stream().map(StoredSweep::scan).toList();
  }

  /** Makes something from registered views. */
  public interface Reading<V> {
    /**
     * Reads the views; leaves nothing behind when it fails.
     *
     * @param sweeps that the views show
     */
    V of(List<SweepScan> sweeps) throws Exception;
  }

  /**
   * Registers the views and reads them. A {@link dev.geodesic.store.files.Compaction} may remove a
   * file before it is read: then both are repeated, and show the same results.
   *
   * @throws dev.geodesic.trial.RequestException if a file is damaged, and as {@link
   *     #register(SparkSession, List)} does
   */
  public static <V> V read(SparkSession spark, List<URI> results, Reading<V> reading)
      throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.of(register(spark, results));
      } catch (Exception e) {
        if (attempt == ATTEMPTS || !areOutdated(e)) {
          throw DamagedFile.inOurWords(e, spark.sparkContext().hadoopConfiguration());
        }
      }
    }
  }

  /** Whether views cannot be read because a file was removed after they were registered. */
  public static boolean areOutdated(Exception trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileNotFoundException
          // Parts of a file that are read in parallel open it again.
          || cause instanceof NoSuchFileException
          || isPathNotFound(cause)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPathNotFound(Throwable cause) {
    return cause instanceof SparkThrowable found && "PATH_NOT_FOUND".equals(found.getCondition());
  }

  private static List<StoredSweep> open(SparkSession spark, List<URI> results) throws IOException {
    List<StoredSweep> sweeps = new ArrayList<>();
    for (Map.Entry<String, URI> sweep : SweepNames.of(results).entrySet()) {
      sweeps.add(StoredSweep.open(spark, sweep.getKey(), sweep.getValue()));
    }
    return sweeps;
  }

  private interface View {
    Dataset<Row> of(StoredSweep sweep) throws IOException;
  }

  private static void registerUnion(String name, List<StoredSweep> sweeps, View view)
      throws IOException {
    Dataset<Row> union = view.of(sweeps.get(0));
    for (StoredSweep sweep : sweeps.subList(1, sweeps.size())) {
      union = union.unionByName(view.of(sweep));
    }
    union.createOrReplaceTempView(name);
  }
}
