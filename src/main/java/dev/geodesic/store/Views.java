package dev.geodesic.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The results as SQL views. Each shows what was committed when it was registered; the first column,
 * {@code sweep}, tells several sweeps apart.
 *
 * <ul>
 *   <li>{@code trials}: one row a trial, {@link TrialColumns}
 *   <li>{@code curves}: one row a trial and step, {@link CurveColumns} beside what was asked
 *   <li>{@code summary}: one row a configuration and step, {@link SummaryColumns}
 *   <li>{@code baselines}: one row a prepared data set, {@link Baseline}
 * </ul>
 */
public final class Views {
  /** A compaction takes files away twice, and a run compacts once. */
  private static final int ATTEMPTS = 5;

  private Views() {}

  /** Registers the views of one sweep. */
  public static void register(SparkSession spark, URI results) throws IOException {
    register(spark, List.of(results));
  }

  /**
   * Registers the views over several sweeps.
   *
   * @param results directories of sweeps, at least one
   * @throws dev.geodesic.trial.RequestException if one is not there, or a file in it is damaged or
   *     of another schema version
   * @throws IOException if a file system is in trouble
   */
  public static void register(SparkSession spark, List<URI> results) throws IOException {
    List<StoredSweep> sweeps = new ArrayList<>();
    for (URI root : results) {
      sweeps.add(StoredSweep.open(spark, root));
    }
    registerUnion("trials", sweeps, StoredSweep::trials);
    registerUnion("curves", sweeps, StoredSweep::curves);
    registerUnion("summary", sweeps, StoredSweep::summary);
    registerUnion("baselines", sweeps, StoredSweep::baselines);
  }

  /**
   * Registers the views and reads them. A {@link Compaction} may take away a file before it is
   * read: then both are done again, and show the same results.
   *
   * @param reading which leaves nothing behind when it fails
   */
  public static <V> V read(SparkSession spark, List<URI> results, Callable<V> reading)
      throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        register(spark, results);
        return reading.call();
      } catch (Exception e) {
        if (attempt == ATTEMPTS || !areOutdated(e)) {
          throw e;
        }
      }
    }
  }

  /** Whether reading views failed for a file that was there when they were registered. */
  public static boolean areOutdated(Exception trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileNotFoundException || isPathNotFound(cause)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPathNotFound(Throwable cause) {
    return cause instanceof SparkThrowable found && "PATH_NOT_FOUND".equals(found.getCondition());
  }

  /** Writes the summary of all committed trials as one Parquet file, in place of the last. */
  public static void writeSummary(SparkSession spark, URI results) throws IOException {
    StoredSweep sweep = StoredSweep.open(spark, results);
    new SummaryFile(sweep.store()).write(Summary.of(sweep.rows()), sweep.ledger());
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
