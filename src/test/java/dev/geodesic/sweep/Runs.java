package dev.geodesic.sweep;

import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.Summaries;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.task.TaskCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs sweeps in this JVM, and reads what they leave. */
final class Runs {
  private Runs() {}

  /** Keeps what it is told. */
  static class Listener implements SweepObserver {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Progress> trainings = new CopyOnWriteArrayList<>();

    @Override
    public void say(String line) {
      lines.add(line);
    }

    @Override
    public Display training(Progress progress) {
      trainings.add(progress);
      return () -> {};
    }
  }

  static SweepRunner runner(
      SparkSession spark, SweepSpec sweep, Path results, SweepObserver observer) {
    return new SweepRunner(
        SparkApplication.of(spark.sparkContext()),
        sweep,
        new ResultStore(results.toUri(), new Configuration()),
        TimeBudget.NONE,
        TaskCheckpoints.DEFAULT_INTERVAL,
        observer,
        Summaries::write);
  }

  static SweepOutcome run(SparkSession spark, SweepSpec sweep, Path results, SweepObserver observer)
      throws IOException, InterruptedException {
    return runner(spark, sweep, results, observer)
        .run(Map.of("sweep", Map.of("name", "test"), "proxy-password", "hunter2"));
  }

  /** Committed files and when they were last written. */
  static SortedMap<String, Long> packFiles(Path results) throws IOException {
    SortedMap<String, Long> files = new TreeMap<>();
    try (Stream<Path> listing = Files.list(results.resolve("packs"))) {
      for (Path file : listing.toList()) {
        if (file.toString().endsWith(".parquet")) {
          files.put(String.valueOf(file.getFileName()), Files.getLastModifiedTime(file).toMillis());
        }
      }
    }
    return files;
  }

  /** Every number of every step but the seconds, which no two runs share. */
  static List<Row> curves(SparkSession spark, Path results) throws IOException {
    Views.register(spark, results.toUri());
    return spark
        .table("curves")
        .drop("sweep", "seconds")
        .orderBy("trial_id", "step")
        .collectAsList();
  }

  static List<Row> query(SparkSession spark, Path results, String sql) throws IOException {
    Views.register(spark, results.toUri());
    return spark.sql(sql).collectAsList();
  }
}
