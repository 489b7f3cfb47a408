package dev.geodesic.sweep;

import java.time.Duration;
import java.util.Arrays;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkExecutorInfo;

/**
 * The tasks that run. A cancelled job ends at once for who waits for it, but its task runs until it
 * notices, and may be writing its file. Asked of the scheduler itself: a listener hears of a task
 * some time after it has begun.
 */
final class RunningTasks {
  private static final long POLL_MILLIS = 20;

  private RunningTasks() {}

  /** Waits until no task runs, or for {@code limit}: native code does not hear that it must end. */
  static void awaitNone(SparkContext spark, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!spark.isStopped() && count(spark) > 0 && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static int count(SparkContext spark) {
    return Arrays.stream(spark.statusTracker().getExecutorInfos())
        .mapToInt(SparkExecutorInfo::numRunningTasks)
        .sum();
  }
}
