package dev.geodesic.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.store.files.Compaction;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.ResultsLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionIT {
  private static final LargeSweep SWEEP = new LargeSweep(400, 10, 4);
  private static final int KILLS = 6;
  private static final long STEP_MILLIS = 500;

  private final SparkSession spark = SparkFixture.spark();

  @TempDir private Path temporary;

  @Test
  void aProcessKilledWhileItCompactsLosesAndDoublesNothing() throws Exception {
    ResultStore store = new ResultStore(temporary.toUri(), new Configuration());
    store.prepare();
    SWEEP.commitTo(store);
    List<List<@Nullable Object>> before = curves(store);
    assertThat(before).hasSize(400 * 10);
    // Later each time, until one comes to its end.
    for (int kill = 1; kill <= KILLS; kill++) {
      Process process = Compactor.start(temporary);
      process.waitFor(kill * STEP_MILLIS, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      assertThat(store.finishedTrials()).hasSize(400);
      assertThat(curves(store)).isEqualTo(before);
    }
    try (ResultsLock held = ResultsLock.acquire(store)) {
      store.deleteTemporaries(held);
      Compaction.run(() -> spark, store, held);
    }
    assertThat(curves(store)).isEqualTo(before);
    assertThat(files("packs")).singleElement().asString().startsWith("pack-merged-");
    assertThat(files("merged")).isEmpty();
  }

  private List<List<@Nullable Object>> curves(ResultStore store) throws IOException {
    Views.register(spark, store.root());
    return DuckDb.rows(spark.sql("select * from curves order by trial_id, step"));
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve(folder))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
