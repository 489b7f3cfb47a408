package dev.geodesic.cli;

import dev.geodesic.trial.RequestException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark with what this program needs, where spark-submit did not say otherwise. */
final class SparkSessions {
  private static final String LOOPBACK = "127.0.0.1";

  private static final Path WAREHOUSE =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "geodesic-" + System.getProperty("user.name"),
          "warehouse");

  /** Without a cluster: this machine, and nobody else on the network. */
  private static final Map<String, String> LOCAL =
      Map.of(
          "spark.driver.host", LOOPBACK,
          "spark.driver.bindAddress", LOOPBACK,
          "spark.ui.enabled", "false");

  private static final Map<String, String> DEFAULTS =
      Map.of(
          // Heartbeats carry the progress of running packs.
          "spark.executor.heartbeatInterval", "2s",
          // Results are a few hundred rows: two hundred tasks would only wait for each other.
          "spark.sql.shuffle.partitions", "4",
          "spark.task.reaper.enabled", "true",
          "spark.sql.session.timeZone", "UTC",
          // Spark makes this directory as soon as a query names an unknown table: not where the
          // user stands.
          "spark.sql.warehouse.dir", WAREHOUSE.toUri().toString());

  private SparkSessions() {}

  static SparkSession start(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setAppName(name);
    DEFAULTS.forEach(conf::setIfMissing);
    if (conf.get("spark.master").startsWith("local")) {
      LOCAL.forEach(conf::setIfMissing);
    }
    if (conf.getBoolean("spark.speculation", false)) {
      throw new RequestException(
          "spark.speculation must be false, got: true; trials are unequal by nature, and"
              + " speculation would train the long ones twice");
    }
    return SparkSession.builder().config(conf).getOrCreate();
  }
}
