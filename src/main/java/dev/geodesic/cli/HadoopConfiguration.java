package dev.geodesic.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's settings for commands that start no Spark. */
final class HadoopConfiguration {
  private HadoopConfiguration() {}

  /** Hadoop's own files, and the settings {@code spark.hadoop.*} given to spark-submit. */
  static Configuration ofSubmission() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }
}
