package dev.geodesic.sweep;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Feeds the counters of running tasks, which executors send with their heartbeats, to the progress.
 * Spark drops events under load, so this is for display alone.
 */
final class HeartbeatListener extends SparkListener {
  static final String TRIAL_STEPS = "geodesic.trial-steps";
  static final String DIVERGED_TRIALS = "geodesic.diverged-trials";

  /** The local property that names a job's pack by its place in the plan. */
  static final String PACK = "geodesic.pack";

  private final Progress progress;
  private final Map<Integer, Integer> packOfStage = new ConcurrentHashMap<>();

  HeartbeatListener(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    String pack = start.properties() == null ? null : start.properties().getProperty(PACK);
    if (pack != null) {
      for (Object stage : CollectionConverters.asJava(start.stageIds())) {
        packOfStage.put((Integer) stage, Integer.valueOf(pack));
      }
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    Integer pack = packOfStage.get(start.stageId());
    if (pack != null) {
      progress.taskStarted(pack);
    }
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (var task : CollectionConverters.asJava(update.accumUpdates())) {
      Integer pack = packOfStage.get((Integer) task._2());
      if (pack != null) {
        Map<String, Long> counts = counts(CollectionConverters.asJava(task._4()));
        progress.heartbeat(
            pack, counts.getOrDefault(TRIAL_STEPS, 0L), counts.getOrDefault(DIVERGED_TRIALS, 0L));
      }
    }
  }

  private static Map<String, Long> counts(Iterable<AccumulableInfo> counters) {
    Map<String, Long> counts = new HashMap<>();
    for (AccumulableInfo counter : counters) {
      if (counter.name().isDefined()
          && counter.update().isDefined()
          && counter.update().get() instanceof Long count) {
        counts.put(counter.name().get(), count);
      }
    }
    return counts;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    Integer pack = packOfStage.get(end.stageId());
    if (pack != null) {
      progress.taskEnded(pack);
    }
  }
}
