package dev.geodesic.cli;

import dev.geodesic.cli.SiteSettings.Purpose;
import dev.geodesic.sweep.cluster.MllibBlas;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.cluster.Suspension;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.RequestException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** Starts Spark with the settings that this program needs, unless spark-submit sets others. */
final class SparkSessions {
  private static final String LOOPBACK = "127.0.0.1";

  private static final Path WAREHOUSE =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "geodesic-" + System.getProperty("user.name"),
          "warehouse");

  /** A master on this machine alone, such as {@code submit/cluster} starts. */
  private static final Pattern ON_LOOPBACK =
      Pattern.compile("spark://(127\\.[0-9.]+|localhost|\\[::1]):.*");

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          // Heartbeats carry the progress of running packs.
          Map.entry("spark.executor.heartbeatInterval", "2s"),
          // Results are a few hundred rows: two hundred tasks would only wait for each other.
          Map.entry("spark.sql.shuffle.partitions", "4"),
          Map.entry("spark.task.reaper.enabled", "true"),
          // The driver makes the attempts at a pack: Spark's own would hide the first one's cause.
          Map.entry("spark.task.maxFailures", "1"),
          // A task that lacks memory or native code only fails. Spark would end its process for
          // that, which in a local run is the whole program.
          Map.entry("spark.executor.killOnFatalError.depth", "0"),
          Map.entry("spark.sql.session.timeZone", "UTC"),
          // Spark makes this directory as soon as a query names an unknown table; it must not be
          // made in the user's present directory.
          Map.entry("spark.sql.warehouse.dir", WAREHOUSE.toUri().toString()),
          // There are thousands of jobs: Spark's records of them would outgrow the results.
          Map.entry("spark.ui.retainedJobs", "100"),
          Map.entry("spark.ui.retainedStages", "100"),
          Map.entry("spark.ui.retainedTasks", "1000"));

  private SparkSessions() {}

  /** Starts Spark for a command that trains. */
  static SparkApplication start(String name) {
    return start(name, Purpose.TRAINING);
  }

  /** Starts Spark for a command that only reads data or results. */
  static SparkApplication startReading(String name) {
    return start(name, Purpose.READING);
  }

  private static SparkApplication start(String name, Purpose purpose) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    // Spark's own name for a program that has none is its class.
    if (conf.get("spark.app.name", "").matches("|.*\\.Geodesic")) {
      conf.setAppName(name);
    }
    String master = conf.get("spark.master");
    ResourceRequests.check(conf, master);
    SiteSettings.settle(conf, master, purpose);
    DEFAULTS.forEach(conf::setIfMissing);
    keepToLoopback(conf, master);
    MllibBlas.keepFromExecutors(conf);
    Suspension.outlive(conf, master);
    return SparkApplication.starting(conf, () -> create(conf, master));
  }

  /**
   * Creates Spark's context. If no master answers for a minute, Spark stops the context, and says
   * only that. For settings with which it cannot start, the innermost exception names the cause.
   */
  private static SparkContext create(SparkConf conf, String master) {
    try {
      SparkContext spark = SparkContext.getOrCreate(conf);
      ExecutorWatch.over(spark, System.err);
      return spark;
    } catch (Exception e) {
      // Scala declares no exceptions.
      if (ShutdownHookManager.get().isShutdownInProgress()) {
        throw e;
      }
      throw new RequestException(
          String.valueOf(e.getMessage()).contains("stopped SparkContext")
              ? "Cannot use the cluster %s: it does not answer; check --master, and that the cluster is up"
                  .formatted(master)
              : "Cannot start Spark with its settings: %s; check --conf, --properties-file and spark-defaults.conf"
                  .formatted(ErrorText.firstLine(ExceptionUtils.getRootCause(e).toString())),
          e);
    }
  }

  /** Where the whole cluster is this machine, makes the driver unreachable from the network. */
  private static void keepToLoopback(SparkConf conf, String master) {
    boolean local = master.startsWith("local");
    if (local || ON_LOOPBACK.matcher(master).matches()) {
      conf.setIfMissing("spark.driver.host", LOOPBACK);
      conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
      // Only this variable binds Spark's web page to an address.
      if (local || System.getenv("SPARK_LOCAL_IP") == null) {
        conf.setIfMissing("spark.ui.enabled", "false");
      }
    }
  }
}
