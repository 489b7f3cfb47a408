package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.store.SparkFixture;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class UsableExecutorsTest {
  private final UsableExecutors executors = new UsableExecutors();

  @Test
  void packsGoToThoseThatAreNotShunned() {
    assertThat(executors.shun("1")).isTrue();
    assertThat(executors.shun("1")).isFalse();
    assertThat(executors.shun(null)).isFalse();
    assertThat(executors.others(Set.of("0", "1", "2")))
        .containsExactly("executor_any_0", "executor_any_2");
    assertThat(executors.others(Set.of("1"))).isEmpty();
  }

  /** In a local run the driver is the only executor. */
  @Test
  void whereNoOtherIsLeftAnyDoes() {
    SparkContext spark = SparkFixture.spark().sparkContext();
    executors.shun("driver");

    var alone = executors.alone(spark, List.of("a", "b"));

    assertThat(alone.getNumPartitions()).isEqualTo(1);
    assertThat(CollectionConverters.asJava(alone.preferredLocations(alone.partitions()[0])))
        .isEmpty();
    assertThat(List.of((Object[]) alone.collect())).isEqualTo(List.of("a", "b"));
  }
}
