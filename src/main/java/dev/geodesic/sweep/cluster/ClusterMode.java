package dev.geodesic.sweep.cluster;

import dev.geodesic.store.files.Location;
import dev.geodesic.trial.RequestException;
import org.apache.spark.SparkConf;

/**
 * Checks paths for a driver on the cluster ({@code --deploy-mode cluster}). It runs in a folder of
 * its own there, so a relative path would not mean the folder that the user means.
 */
public final class ClusterMode {
  private ClusterMode() {}

  /**
   * Refuses a relative place if the driver is on the cluster.
   *
   * @param what the name of the place in the request
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
