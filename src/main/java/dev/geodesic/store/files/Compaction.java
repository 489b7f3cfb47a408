package dev.geodesic.store.files;

import dev.geodesic.store.files.CompactionPlan.Merge;
import dev.geodesic.store.files.Ledger.PackFile;
import dev.geodesic.store.table.TableFile;
import dev.geodesic.store.table.TableReader;
import dev.geodesic.trial.ErrorText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges many small files into few large ones, which a query opens in a fraction of the time. For
 * each merged file it takes three steps:
 *
 * <ol>
 *   <li>A task writes the merged file, and renames it to its name in the folder {@code merged}. At
 *       that moment the {@link Ledger} reads its trials from there and no longer from the others.
 *   <li>The files that it covers are deleted.
 *   <li>It moves to {@code packs}.
 * </ol>
 *
 * <p>A process that dies at any point has lost nothing and doubled nothing: the next compaction
 * goes on from there. Views that were registered before name files that are gone then, and reading
 * them fails; readers of views then register them anew. (To keep those files would need a second
 * name for each, which HDFS lacks, and twice the space.) Whoever reads {@code packs/*.parquet}
 * without a ledger never sees a trial twice, but misses some for a moment: from the deletion to the
 * move.
 */
public final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  private final Supplier<SparkSession> spark;
  private final ResultStore store;
  private final ResultsDirectory directory;

  Compaction(Supplier<SparkSession> spark, ResultStore store) {
    this.spark = spark;
    this.store = store;
    this.directory = store.directory();
  }

  /**
   * Compacts where that is worthwhile. A failure leaves the results as they are, and is only a
   * warning: they are complete without this.
   *
   * @param spark supplies Spark, only where there is something to merge
   * @param held the lock of the directory; without an exclusive lock nothing is done
   */
  public static void run(Supplier<SparkSession> spark, ResultStore store, ResultsLock held) {
    if (!held.isExclusive()) {
      return;
    }
    try {
      new Compaction(spark, store).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      warn(store, e);
    } catch (Exception e) {
      // Scala declares no exceptions: Spark throws its checked SparkException here.
      warn(store, e);
    }
  }

  private void run() throws IOException, ExecutionException, InterruptedException {
    List<PackFile> files = LedgerReader.read(directory);
    if (replace(files)) {
      files = LedgerReader.read(directory);
    }
    List<Merge> merges = CompactionPlan.of(files);
    if (!merges.isEmpty()) {
      try {
        write(merges);
      } finally {
        replace(LedgerReader.read(directory));
      }
    }
  }

  /** Does the first step: one task for each merged file, in parallel. */
  void write(List<Merge> merges) throws IOException, ExecutionException, InterruptedException {
    directory.fileSystem().mkdirs(new Path(directory.root(), ResultsDirectory.MERGED));
    JavaSparkContext.fromSparkContext(spark.get().sparkContext())
        .setJobDescription("merging small files of " + directory.root());
    List<JavaFutureAction<Void>> jobs = new ArrayList<>();
    for (Merge merge : merges) {
      jobs.add(
          sorted(merge).toJavaRDD().foreachPartitionAsync(new MergeTask(store, merge.target())));
    }
    awaitAll(jobs);
  }

  /** Sorts rows by configuration, so that a question about one skips most of a file. */
  private Dataset<Row> sorted(Merge merge) {
    return merge
        .ledger()
        .rows(new TableReader(spark.get()), store.root())
        .coalesce(1)
        .sortWithinPartitions("configuration_id", "seed");
  }

  /** Waits for all tasks, so that none still writes when the first failure is thrown. */
  private static void awaitAll(List<JavaFutureAction<Void>> jobs)
      throws ExecutionException, InterruptedException {
    ExecutionException failure = null;
    for (JavaFutureAction<Void> job : jobs) {
      try {
        job.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Does the second and the third step for all merged files that wait. */
  boolean replace(List<PackFile> files) throws IOException {
    List<Path> covered = Ledger.of(files).covered();
    for (Path file : covered) {
      directory.delete(file);
    }
    List<FileStatus> waiting =
        directory.list(ResultsDirectory.MERGED, MergedFile.PREFIX, TableFile.EXTENSION);
    for (FileStatus file : waiting) {
      directory.publish(
          file.getPath(), directory.resolve(ResultsDirectory.PACKS, file.getPath().getName()));
    }
    return !covered.isEmpty() || !waiting.isEmpty();
  }

  private static void warn(ResultStore store, Exception cause) {
    LOG.warn(
        "Cannot merge the small files of {} ({}); no result is lost, and the next run tries again",
        store.root(),
        ErrorText.message(ErrorText.innermost(cause)));
  }
}
