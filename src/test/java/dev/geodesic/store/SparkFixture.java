package dev.geodesic.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.spark.sql.SparkSession;

/** The one Spark session that the tests of a JVM share: two slots, loopback only, no UI. */
public final class SparkFixture {
  private SparkFixture() {}

  /** Started on first use; Spark's own shutdown hook stops it. */
  public static synchronized SparkSession spark() {
    try {
      return SparkSession.builder()
          .master("local[2]")
          .appName("test")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.ui.enabled", "false")
          .config("spark.log.level", "WARN")
          .config("spark.sql.shuffle.partitions", "2")
          .config("spark.sql.warehouse.dir", Files.createTempDirectory("warehouse").toString())
          .getOrCreate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
