package dev.geodesic.sweep.cluster;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The number of packs that train at once, and what limits it.
 *
 * @param count tasks that Spark runs at a time
 * @param limit the scarce resource, in words
 */
public record Slots(int count, String limit) {
  /**
   * Waits for the executors, and returns the slots that the cluster offers then: {@code min(cores /
   * cores a task, GPUs / GPUs a task)}.
   *
   * @throws InterruptedException if the program is to end before that
   */
  public static Slots of(JavaSparkContext spark) throws InterruptedException {
    ExecutorArrival.await(spark.sc());
    return now(spark);
  }

  /** Returns the slots that the cluster offers now. */
  public static Slots now(JavaSparkContext spark) {
    return of(
        spark.getConf(), ExecutorArrival.cores(spark.sc()), ExecutorArrival.count(spark.sc()));
  }

  /** Returns the number of tasks that train at once in one executor, where all are alike. */
  public static int ofEachExecutor(JavaSparkContext spark) {
    int executors = Math.max(1, ExecutorArrival.count(spark.sc()));
    return (now(spark).count() + executors - 1) / executors;
  }

  /** Returns the slots of this many cores and executors, at least one. */
  static Slots of(SparkConf conf, int cores, int executors) {
    int present = Math.max(1, executors);
    int cpus = conf.getInt("spark.task.cpus", 1);
    // A task has its cores from one executor; where it has one, executors may be unequal.
    int byCores = Math.max(1, cpus == 1 ? cores : present * (cores / present / cpus));
    double perExecutor = conf.getDouble("spark.executor.resource.gpu.amount", 0);
    double perTask = conf.getDouble("spark.task.resource.gpu.amount", 0);
    if (perExecutor > 0 && perTask > 0) {
      int byGpus = present * slotsOfExecutor(perExecutor, perTask);
      if (byGpus < byCores) {
        String unit = perExecutor == 1 ? "GPU" : "GPUs";
        return new Slots(
            byGpus,
            "%s with %.0f %s each".formatted(count(present, "executor"), perExecutor, unit));
      }
    }
    return new Slots(byCores, count(Math.max(1, cores), "core"));
  }

  /** Tasks share a GPU, or take whole ones; never a part of one and a part of another. */
  private static int slotsOfExecutor(double gpus, double perTask) {
    double slots =
        perTask <= 1 ? Math.floor(gpus) * Math.floor(1 / perTask) : Math.floor(gpus / perTask);
    return (int) Math.max(1, slots);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
