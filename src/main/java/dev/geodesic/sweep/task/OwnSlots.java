package dev.geodesic.sweep.task;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * The tasks that an executor runs at once. Executors may be unequal, as are the machines that they
 * are on, so each finds its own number: by the cores that Spark has started it with.
 */
final class OwnSlots {
  private static final Pattern CORES = Pattern.compile("(?:^|\\s)--cores (\\d{1,6})(?:\\s|$)");

  private OwnSlots() {}

  /** Returns the number in this process, or another where that cannot be told. */
  static int here(SparkConf conf, int otherwise) {
    return of(System.getProperty("sun.java.command", ""), conf, otherwise);
  }

  /**
   * Returns the number in an executor.
   *
   * @param command that started it
   */
  static int of(String command, SparkConf conf, int otherwise) {
    Matcher cores = CORES.matcher(command);
    if (!command.contains("ExecutorBackend") || !cores.find()) {
      return otherwise;
    }
    int byCores = Integer.parseInt(cores.group(1)) / conf.getInt("spark.task.cpus", 1);
    double gpus = conf.getDouble("spark.task.resource.gpu.amount", 0);
    int byGpu = gpus > 0 ? (int) Math.floor(1 / gpus) : Integer.MAX_VALUE;
    return Math.max(1, Math.min(byCores, byGpu));
  }
}
