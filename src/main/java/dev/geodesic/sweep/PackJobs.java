package dev.geodesic.sweep;

import dev.geodesic.space.Pack;
import dev.geodesic.sweep.SweepPlan.PlannedPack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs packs as Spark jobs of one task each, a few more at a time than there are slots. One job a
 * pack lets the driver hear of each as it ends, and keeps a pack that no executor can run from
 * ending the night for the others.
 */
final class PackJobs {
  /** Packs that wait at Spark, so that no slot is idle while the driver hands out the next. */
  private static final int AHEAD = 2;

  private final JavaSparkContext spark;
  private final PackTask task;
  private final Progress progress;
  private final List<PlannedPack> packs;
  private final AtomicInteger next = new AtomicInteger();
  private final List<String> lost = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean stopped;

  PackJobs(JavaSparkContext spark, PackTask task, List<PlannedPack> packs, Progress progress) {
    this.spark = spark;
    this.task = task;
    this.progress = progress;
    this.packs = packs;
  }

  /**
   * Runs every pack to its end.
   *
   * @return a line for each pack that could not be run: the machine was in trouble
   */
  List<String> run(int slots) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(slots + AHEAD, PackJobs::daemon);
    for (int i = 0; i < slots + AHEAD; i++) {
      pool.execute(this::runWhilePacksWait);
    }
    pool.shutdown();
    pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    return List.copyOf(lost);
  }

  /** Starts no further pack; what runs is for the caller to cancel. */
  void stop() {
    stopped = true;
  }

  private void runWhilePacksWait() {
    for (int number = next.getAndIncrement();
        number < packs.size() && !stopped;
        number = next.getAndIncrement()) {
      Pack pack = packs.get(number).pack();
      try {
        progress.committed(number, run(number, pack));
      } catch (Exception e) {
        // Scala declares no exceptions: Spark throws its checked SparkException here.
        progress.lost(number);
        if (!stopped) {
          lost.add(describe(pack) + ": " + Causes.innermostMessage(e));
        }
      }
    }
  }

  private PackReport run(int number, Pack pack) {
    spark.setLocalProperty(HeartbeatListener.PACK, Integer.toString(number));
    spark.setJobDescription(describe(pack));
    return spark.parallelize(List.of(pack), 1).map(task).collect().get(0);
  }

  private static String describe(Pack pack) {
    Pack.Structure structure = pack.structure();
    return "%s, side %d, batch %d, seed %d: %d trials"
        .formatted(
            structure.optimizer(),
            structure.data().downsample(),
            structure.data().batchSize(),
            structure.seed(),
            pack.trials().size());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "geodesic-pack-job");
    thread.setDaemon(true);
    return thread;
  }
}
