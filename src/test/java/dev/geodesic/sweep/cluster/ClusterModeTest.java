package dev.geodesic.sweep.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.RequestException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterModeTest {
  private static final SparkConf CLUSTER =
      new SparkConf(false).set("spark.submit.deployMode", "cluster");

  @Test
  void whatIsRelativeIsRefused() {
    assertThatThrownBy(() -> ClusterMode.requireAnywhere(CLUSTER, "dataset", "digits"))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "dataset must be a URI, or an absolute path that every machine sees, with --deploy-mode"
                + " cluster, got: digits; put it on a file system of the cluster, as in"
                + " hdfs:///sweeps/night");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs://h:8020/digits", "hdfs:///digits", "s3a://bucket/x", "/shared/x"})
  void whatIsTheSameAnywhereIsNot(String place) {
    assertThatCode(() -> ClusterMode.requireAnywhere(CLUSTER, "CONF", place))
        .doesNotThrowAnyException();
  }

  @Test
  void nothingIsRefusedWhereTheDriverStandsWithTheUser() {
    assertThatCode(() -> ClusterMode.requireAnywhere(new SparkConf(false), "CONF", "x.conf"))
        .doesNotThrowAnyException();
  }
}
