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
  static final String RESUMED_STEPS = "geodesic.resumed-steps";
  static final String DIVERGED_TRIALS = "geodesic.diverged-trials";

  /** The local property that names a job's packs by their places in the plan. */
  static final String CHUNK = "geodesic.chunk";

  private final Progress progress;
  private final Map<Integer, Chunk> chunkOfStage = new ConcurrentHashMap<>();

  HeartbeatListener(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    String chunk = start.properties() == null ? null : start.properties().getProperty(CHUNK);
    if (chunk != null) {
      for (Object stage : CollectionConverters.asJava(start.stageIds())) {
        chunkOfStage.put((Integer) stage, Chunk.parse(chunk));
      }
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    Chunk chunk = chunkOfStage.get(start.stageId());
    if (chunk != null) {
      progress.taskStarted(chunk);
    }
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (var task : CollectionConverters.asJava(update.accumUpdates())) {
      Chunk chunk = chunkOfStage.get((Integer) task._2());
      if (chunk != null) {
        Map<String, Long> counts = counts(CollectionConverters.asJava(task._4()));
        progress.heartbeat(
            chunk,
            new Progress.Counts(
                counts.getOrDefault(TRIAL_STEPS, 0L),
                counts.getOrDefault(RESUMED_STEPS, 0L),
                Math.toIntExact(counts.getOrDefault(DIVERGED_TRIALS, 0L))));
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
    Chunk chunk = chunkOfStage.get(end.stageId());
    if (chunk != null) {
      progress.taskEnded(chunk);
    }
  }
}
