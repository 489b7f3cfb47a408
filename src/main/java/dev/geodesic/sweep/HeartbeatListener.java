package dev.geodesic.sweep;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Feeds the counters of running tasks, which executors send with their heartbeats, to the progress.
 * Spark drops events under load, so this is for display alone.
 */
final class HeartbeatListener extends SparkListener {
  static final String TRIAL_STEPS = "geodesic.trial-steps";
  static final String DIVERGED_TRIALS = "geodesic.diverged-trials";

  private final Progress progress;

  HeartbeatListener(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (var task : CollectionConverters.asJava(update.accumUpdates())) {
      Map<String, Long> counts = new HashMap<>();
      for (AccumulableInfo counter : CollectionConverters.asJava(task._4())) {
        if (counter.name().isDefined()
            && counter.update().isDefined()
            && counter.update().get() instanceof Long count) {
          counts.put(counter.name().get(), count);
        }
      }
      if (counts.containsKey(TRIAL_STEPS)) {
        progress.heartbeat(
            (Long) task._1(), counts.get(TRIAL_STEPS), counts.getOrDefault(DIVERGED_TRIALS, 0L));
      }
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    progress.taskEnded(end.taskInfo().taskId());
  }
}
