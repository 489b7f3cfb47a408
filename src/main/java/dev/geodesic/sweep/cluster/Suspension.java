package dev.geodesic.sweep.cluster;

import org.apache.spark.SparkConf;

/**
 * A machine that stood still and goes on: a laptop whose lid was closed, a virtual machine that was
 * paused, a program that was stopped from the keyboard; or a clock that was set forward.
 */
public final class Suspension {
  /** How long Spark waits for a word from an executor, before it takes it for dead. */
  private static final String SILENCE = "spark.storage.blockManagerHeartbeatTimeoutMs";

  private static final String EVER = "10000d";

  private Suspension() {}

  /**
   * Where the executor is the driver itself, it cannot be lost without the driver, and its silence
   * means that both stood still. On a cluster it is lost, and its packs are tried again.
   */
  public static void outlive(SparkConf conf, String master) {
    if (SparkApplication.isLocal(master)) {
      conf.setIfMissing(SILENCE, EVER);
    }
  }
}
