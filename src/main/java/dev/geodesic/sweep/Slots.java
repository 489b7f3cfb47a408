package dev.geodesic.sweep;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How many packs train at once, and what limits that.
 *
 * @param count tasks that Spark runs at a time
 * @param limit the scarce resource, in words
 */
public record Slots(int count, String limit) {
  /** What the cluster offers now: {@code min(cores / cores a task, GPUs / GPUs a task)}. */
  public static Slots of(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    int cores = Math.max(1, spark.defaultParallelism());
    int cpus = conf.getInt("spark.task.cpus", 1);
    int byCores = Math.max(1, cores / cpus);
    double perExecutor = conf.getDouble("spark.executor.resource.gpu.amount", 0);
    double perTask = conf.getDouble("spark.task.resource.gpu.amount", 0);
    if (perExecutor > 0 && perTask > 0) {
      int executors = Math.max(1, spark.sc().getExecutorMemoryStatus().size() - 1);
      int byGpus = (int) Math.max(1, Math.floor(executors * perExecutor / perTask));
      if (byGpus < byCores) {
        return new Slots(
            byGpus, "%d executors with %s GPUs each".formatted(executors, perExecutor));
      }
    }
    return new Slots(byCores, cores == 1 ? "1 core" : cores + " cores");
  }
}
