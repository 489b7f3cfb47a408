package dev.geodesic.sweep.cluster;

import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The tasks that run. A cancelled job ends at once for its caller, but its task runs until it
 * notices, and may be writing its file. The scheduler itself is asked, which every kind of cluster
 * has: Spark's public status of executors comes from listeners and lags behind.
 */
public final class RunningTasks {
  private static final long POLL_MILLIS = 20;

  private RunningTasks() {}

  /** Waits until no task runs, {@code limit} at most: native code notices no cancellation. */
  public static void awaitNone(SparkContext spark, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!spark.isStopped() && any(spark) && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static boolean any(SparkContext spark) {
    TaskSchedulerImpl scheduler = (TaskSchedulerImpl) spark.taskScheduler();
    return CollectionConverters.asJava(scheduler.runningTasksByExecutors()).values().stream()
        .anyMatch(tasks -> (int) tasks > 0);
  }
}
