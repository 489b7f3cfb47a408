package dev.geodesic.sweep.cluster;

import dev.geodesic.store.files.Location;
import dev.geodesic.trial.RequestException;
import org.apache.spark.SparkConf;

/**
 * A driver on the cluster ({@code --deploy-mode cluster}) stands in a folder of its own there: what
 * is relative to the user, it does not find, and what it writes to a relative path the user does
 * not.
 */
public final class ClusterMode {
  private ClusterMode() {}

  /**
   * Refuses a place that such a driver would look for elsewhere than the user means.
   *
   * @param what names it in the request
   * @throws RequestException if the driver is on the cluster and {@code place} is relative
   */
  public static void requireAnywhere(SparkConf conf, String what, String place) {
    boolean onCluster = conf.get("spark.submit.deployMode", "client").equals("cluster");
    if (onCluster && !Location.isAbsolute(place)) {
      throw new RequestException(
          "%s must be a URI, or an absolute path that every machine sees, with --deploy-mode cluster, got: %s; put it on a file system of the cluster, as in hdfs:///sweeps/night"
              .formatted(what, place));
    }
  }
}
