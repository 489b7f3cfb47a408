package dev.geodesic.sweep.cluster;

import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The tasks that run. A cancelled job ends at once for who waits for it, but its task runs until it
 * notices, and may be writing its file. Asked of the scheduler itself, as every kind of cluster has
 * it: Spark's public status of the executors is told by listeners, and so of a moment ago.
 */
public final class RunningTasks {
  private static final long POLL_MILLIS = 20;

  private RunningTasks() {}

  /** Waits until no task runs, or for {@code limit}: native code does not hear that it must end. */
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
