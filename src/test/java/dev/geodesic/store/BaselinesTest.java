package dev.geodesic.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.store.files.Baselines;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
  private static final Baseline SMALL =
      new Baseline("mnist", "test", null, 14, false, "f00d", 0.25, 0.27, 0.925, 80, true, 3.5);
  private static final Baseline LARGE =
      new Baseline("mnist", "test", null, 28, false, "f00d", 0.2, 0.26, 0.926, 90, true, 9.5);

  @TempDir private Path temporary;

  @Test
  void oneIsComputedOnceAndReadAlikeByAll() throws IOException, SQLException {
    ResultStore store = new ResultStore(temporary.toUri(), new Configuration());
    store.prepare();
    Baselines baselines = new Baselines(store);
    assertThat(baselines.all()).isEmpty();
    assertThat(baselines.contains(SMALL.key())).isFalse();
    baselines.write(SMALL);
    baselines.write(LARGE);
    assertThat(baselines.contains(SMALL.key())).isTrue();
    assertThat(baselines.contains(new Baseline.Key("f00d", "0.1", null, 14, false))).isFalse();
    baselines.write(new Baseline("mnist", "test", null, 14, false, "f00d", 9, 9, 0.1, 1, true, 1));
    assertThat(baselines.all()).containsExactlyInAnyOrder(SMALL, LARGE);

    SparkSession spark = SparkFixture.spark();
    Views.register(spark, store.root());
    List<?> ours = DuckDb.rows(spark.table("baselines").drop("sweep").orderBy("downsample"));
    assertThat(ours).hasSize(2);
    assertThat(
            DuckDb.query(
                "select * from '%s/baselines/*.parquet' order by downsample".formatted(temporary)))
        .isEqualTo(ours);
  }

  @Test
  void aDamagedOneIsNamed() throws IOException {
    ResultStore store = new ResultStore(temporary.toUri(), new Configuration());
    store.prepare();
    Files.writeString(temporary.resolve("baselines/baseline-1.parquet"), "rubbish, rubbish");
    assertThatThrownBy(() -> new Baselines(store).all())
        .isInstanceOf(RequestException.class)
        .hasMessageEndingWith(
            "baseline-1.parquet (16 bytes, damaged); delete it and run again: it is computed anew");
  }
}
