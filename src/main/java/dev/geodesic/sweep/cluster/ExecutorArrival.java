package dev.geodesic.sweep.cluster;

import dev.geodesic.trial.RequestException;
import java.time.Duration;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SchedulerBackend;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.apache.spark.scheduler.local.LocalSchedulerBackend;

/**
 * Waits until the executors of a cluster have registered. Spark starts without them, so at first a
 * cluster seems to offer only a part of what it has.
 */
final class ExecutorArrival {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(6);
  private static final long POLL_MILLIS = 100;

  private ExecutorArrival() {}

  /**
   * Waits for the first executor, however long that takes, and then until no further one has come
   * for as long as the first took: those that start together take about the same time.
   *
   * @throws RequestException if the cluster gives the application up, or cannot be reached
   * @throws InterruptedException if the program is ending
   */
  static void await(SparkContext spark) throws InterruptedException {
    if (spark.isLocal()) {
      return;
    }
    int seen = 0;
    long settled = Long.MAX_VALUE;
    while (!isComplete(spark, seen)) {
      int executors = count(spark);
      if (executors > seen) {
        seen = executors;
        settled = System.nanoTime() + settling(spark).toNanos();
      } else if (seen > 0 && System.nanoTime() - settled > 0) {
        return;
      }
      if (ShutdownHookManager.get().isShutdownInProgress()) {
        throw new InterruptedException("the program ends while it waits for executors");
      }
      Thread.sleep(POLL_MILLIS);
      if (spark.isStopped()) {
        throw new RequestException(
            "Cannot use the cluster %s: it does not answer, or has ended this application; check --master, and that the cluster is up"
                .formatted(spark.master()));
      }
    }
  }

  /** Returns the present number of executors: those that report their memory, less the driver. */
  static int count(SparkContext spark) {
    return spark.getExecutorMemoryStatus().size() - 1;
  }

  /** Whether the application has all the cores that it may have. */
  private static boolean isComplete(SparkContext spark, int executors) {
    int most = spark.getConf().getInt("spark.cores.max", Integer.MAX_VALUE);
    return executors > 0 && cores(spark) >= most;
  }

  /**
   * Returns the number of cores of all executors. Spark's default parallelism is not that number:
   * it is never below 2, and users may set it.
   */
  static int cores(SparkContext spark) {
    SchedulerBackend backend = ((TaskSchedulerImpl) spark.taskScheduler()).backend();
    if (backend instanceof CoarseGrainedSchedulerBackend cluster) {
      return cluster.totalCoreCount().get();
    }
    return backend instanceof LocalSchedulerBackend local
        ? local.totalCores()
        : backend.defaultParallelism();
  }

  private static Duration settling(SparkContext spark) {
    Duration took = Duration.ofMillis(System.currentTimeMillis() - spark.startTime());
    if (took.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return took.compareTo(MOST) > 0 ? MOST : took;
  }
}
