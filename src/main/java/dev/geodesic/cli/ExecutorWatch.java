package dev.geodesic.cli;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * Warns on the console when a cluster gives no executors. Spark waits for them without end, which
 * is right where a queue may become free, but it prints nothing.
 */
final class ExecutorWatch implements Runnable {
  /** The setting of how long to wait before the first warning. */
  static final String PATIENCE = "spark.geodesic.executorPatience";

  /** Number of looks without an executor for each warning. */
  private static final int SELDOM = 10;

  private final SparkContext spark;
  private final long seconds;
  private final PrintStream out;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ExecutorWatch::daemon);
  private int looksInVain;

  private ExecutorWatch(SparkContext spark, long seconds, PrintStream out) {
    this.spark = spark;
    this.seconds = seconds;
    this.out = out;
  }

  /** Watches a cluster for as long as its application lives. */
  static void over(SparkContext spark, PrintStream out) {
    if (!spark.isLocal()) {
      long seconds = Math.max(1, spark.getConf().getTimeAsSeconds(PATIENCE, "60s"));
      ExecutorWatch watch = new ExecutorWatch(spark, seconds, out);
      var unused = watch.clock.scheduleAtFixedRate(watch, seconds, seconds, TimeUnit.SECONDS);
    }
  }

  @Override
  public void run() {
    if (spark.isStopped()) {
      clock.shutdown();
      return;
    }
    // The driver counts among those that report their memory.
    if (spark.getExecutorMemoryStatus().size() > 1) {
      looksInVain = 0;
      return;
    }
    if (looksInVain++ % SELDOM == 0) {
      out.println("geodesic: " + line(spark.getConf(), spark.master(), seconds * looksInVain));
    }
  }

  /** Returns the warning: what is missing, what was asked for, and where to look. */
  static String line(SparkConf conf, String master, long seconds) {
    StringBuilder asked = new StringBuilder();
    asked.append(
        conf.contains("spark.executor.cores")
            ? conf.get("spark.executor.cores") + " cores"
            : "a core or more");
    asked.append(", ").append(conf.get("spark.executor.memory", "1g")).append(" of memory");
    ResourceRequests.ofExecutor(conf)
        .forEach((name, amount) -> asked.append(", ").append(amount).append(' ').append(name));
    return "no executor from %s for %d s; each is to have %s; waiting for one that is free: %s"
        .formatted(master, seconds, asked, whereToLook(master));
  }

  private static String whereToLook(String master) {
    if (master.startsWith("spark://")) {
      return "the page of the master shows what its workers offer and who has it";
    }
    if (master.startsWith("k8s://")) {
      return "kubectl describe pods says what they wait for";
    }
    return "the page of the resource manager shows what its nodes offer and who has it";
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "geodesic-executor-watch");
    thread.setDaemon(true);
    return thread;
  }
}
