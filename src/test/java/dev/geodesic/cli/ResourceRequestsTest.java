package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.RequestException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceRequestsTest {
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";

  private static SparkConf conf(String... pairs) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < pairs.length; i += 2) {
      conf.set(pairs[i], pairs[i + 1]);
    }
    return conf;
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[*]", "local[4]", "local[4, 2]"})
  void withoutAClusterThereAreNone(String master) {
    assertThatThrownBy(() -> ResourceRequests.check(conf(EXECUTOR, "1", TASK, "1"), master))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith(
            "%s must not be set with --master %s, got: 1; ".formatted(EXECUTOR, master));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spark://h:7077", "yarn", "k8s://https://h:6443", "local-cluster[2,1,1024]"})
  void onAClusterTheyAreAskedFor(String master) {
    assertThatCode(() -> ResourceRequests.check(conf(EXECUTOR, "1", TASK, "0.5"), master))
        .doesNotThrowAnyException();
  }

  @Test
  void tasksAndExecutorsAskTogether() {
    assertThatThrownBy(() -> ResourceRequests.check(conf(TASK, "1"), "yarn"))
        .hasMessage(
            "%s must be set with %s, got: 1 alone; see conf/spark-gpu.conf"
                .formatted(EXECUTOR, TASK));
    assertThatThrownBy(() -> ResourceRequests.check(conf(EXECUTOR, "2"), "yarn"))
        .hasMessage(
            "%s must be set with %s, got: 2 alone; see conf/spark-gpu.conf"
                .formatted(TASK, EXECUTOR));
  }

  @Test
  void whatIsMissingIsSaidWithWhereToLook() {
    assertThat(ExecutorWatch.line(conf(), "spark://h:7077", 60))
        .isEqualTo(
            "no executor from spark://h:7077 for 60 s; each is to have a core or more, 1g of memory;"
                + " waiting for one that is free: the page of the master shows what its workers"
                + " offer and who has it");
    assertThat(
            ExecutorWatch.line(
                conf("spark.executor.cores", "2", EXECUTOR, "1", "spark.executor.memory", "4g"),
                "yarn",
                660))
        .startsWith(
            "no executor from yarn for 660 s; each is to have 2 cores, 4g of memory, 1 gpu; ")
        .contains("the page of the resource manager");
    assertThat(ExecutorWatch.line(conf(), "k8s://https://h:6443", 60)).contains("kubectl");
  }
}
