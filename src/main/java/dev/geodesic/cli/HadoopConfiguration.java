package dev.geodesic.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's settings for commands that start no Spark. */
final class HadoopConfiguration {
  private HadoopConfiguration() {}

  /** Those of its own files, and what spark-submit was told of {@code spark.hadoop.*}. */
  static Configuration ofSubmission() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }
}
