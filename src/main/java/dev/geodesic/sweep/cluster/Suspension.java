package dev.geodesic.sweep.cluster;

import org.apache.spark.SparkConf;

/**
 * Lets a run survive the suspension of its machine: a closed laptop, a paused virtual machine, a
 * program stopped from the keyboard; or a clock that was set forward.
 */
public final class Suspension {
  /** Spark's setting of how long an executor may be silent before it counts as dead. */
  private static final String SILENCE = "spark.storage.blockManagerHeartbeatTimeoutMs";

  private static final String EVER = "10000d";

  private Suspension() {}

  /**
   * Turns off the limit on silence where the executor is the driver itself, as it cannot be lost
   * without the driver. On a cluster a silent executor is lost, and its packs are tried again.
   */
  public static void outlive(SparkConf conf, String master) {
    if (SparkApplication.isLocal(master)) {
      conf.setIfMissing(SILENCE, EVER);
    }
  }
}
