package dev.geodesic.sweep.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.store.SparkFixture;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {
  @Test
  void aLocalSessionHasItsCores() throws InterruptedException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(SparkFixture.spark().sparkContext());
    assertThat(Slots.of(spark)).isEqualTo(new Slots(2, "2 cores"));
  }

  /** As Spark shares GPUs: each among whole tasks, and none across executors. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, , , 1, 1 core",
    "8, 1, 2, , , 4, 8 cores",
    "1, 1, 2, , , 1, 1 core",
    "12, 4, 2, , , 4, 12 cores",
    "5, 2, 1, , , 5, 5 cores",
    "8, 2, 1, 1, 1, 2, 2 executors with 1 GPU each",
    "16, 2, 1, 4, 0.5, 16, 16 cores",
    "64, 2, 1, 4, 0.5, 16, 2 executors with 4 GPUs each",
    "64, 1, 1, 2, 0.4, 4, 1 executor with 2 GPUs each",
    "64, 2, 1, 3, 2, 2, 2 executors with 3 GPUs each",
    "64, 0, 1, 2, 1, 2, 1 executor with 2 GPUs each",
  })
  void theScarcestResourceLimits(
      int cores,
      int executors,
      String cpusPerTask,
      String gpusPerExecutor,
      String gpusPerTask,
      int count,
      String limit) {
    SparkConf conf = new SparkConf(false).set("spark.task.cpus", cpusPerTask);
    if (gpusPerExecutor != null) {
      conf.set("spark.executor.resource.gpu.amount", gpusPerExecutor);
      conf.set("spark.task.resource.gpu.amount", gpusPerTask);
    }
    assertThat(Slots.of(conf, cores, executors)).isEqualTo(new Slots(count, limit));
  }
}
