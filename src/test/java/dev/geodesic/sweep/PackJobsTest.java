package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.conf.ConfReader;
import dev.geodesic.data.DataDirectory;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.data.IdxReader;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.ResultStore;
import dev.geodesic.store.SparkFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackJobsTest {
  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkFixture.spark().sparkContext());

  @TempDir private Path directory = Path.of("");

  @Test
  void packsThatCannotBeCommittedAreLostAndSaidSo() throws Exception {
    DataSet data = IdxReader.read(DataDirectory.local(IdxFiles.write(directory, 4, 2, 32, 8)));
    SweepSpec sweep =
        ConfReader.parse(
                """
                sweep { name = lost, steps = 2, seeds = [0, 1, 2] }
                data { dataset = digits, batch-size = 4 }
                optimizers = [ { name = sgd, learning-rate = 0.1 } ]
                """,
                "lost.conf",
                List.of())
            .sweep();
    SweepPlan plan = SweepPlan.of(sweep, Map.of("digits", data), Set.of());
    ResultStore store =
        new ResultStore(directory.resolve("results").toUri(), spark.hadoopConfiguration());
    // Nothing can be written below a file: what an executor meets whose disk has gone.
    Files.writeString(directory.resolve("results"), "");
    Progress progress = new Progress(plan);
    PackTask task =
        new PackTask(
            Map.of("digits", spark.broadcast(data)),
            store,
            new ExecutorDevices(),
            TaskCheckpoints.DEFAULT_INTERVAL,
            spark.sc().longAccumulator(HeartbeatListener.TRIAL_STEPS),
            spark.sc().longAccumulator(HeartbeatListener.DIVERGED_TRIALS));
    List<String> said = new CopyOnWriteArrayList<>();
    PackOutcomes outcomes = new PackOutcomes(plan.packs(), Map.of("digits", data), said::add);

    new PackJobs(spark, task, plan.packs(), progress, outcomes).run(() -> new Slots(2, "test"));

    assertThat(outcomes.lost())
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "sgd, side 0, batch 4, seed [012]: 1 trials: STORAGE on \\S+: .*Exception: .+"));
    assertThat(said).hasSize(6);
    assertThat(outcomes.isHopeless()).isTrue();
    assertThat(progress.snapshot().running()).isZero();
    assertThat(progress.snapshot().done()).isZero();
  }
}
