package dev.geodesic.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.machine.Machine;
import dev.geodesic.store.DuckDb;
import dev.geodesic.store.LargeSweep;
import dev.geodesic.store.SampleTrials;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Summaries;
import dev.geodesic.store.Views;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.store.table.Table;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on a real HDFS: one name node and one data node in this process. */
class HdfsIT {
  private static final long HDFS_SOFT_LIMIT_MS = 60_000;
  private static final long HDFS_HARD_LIMIT_MS = 1_200_000;
  private static final List<TrialResult> PACK =
      List.of(
          SampleTrials.completed(SampleTrials.SGD, 0),
          SampleTrials.diverged(SampleTrials.NATURAL_GRADIENT, 1, 3));

  @TempDir private static Path temporary;
  private static @Nullable MiniDFSCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, temporary.toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
  }

  @AfterAll
  static void stop() {
    cluster().shutdown();
  }

  private static MiniDFSCluster cluster() {
    return Objects.requireNonNull(cluster);
  }

  private static ResultStore store(String name) throws IOException {
    ResultStore store =
        new ResultStore(cluster().getURI().resolve("/results/" + name), new Configuration());
    store.prepare();
    return store;
  }

  @Test
  void packsAreCommittedListedAndQueried() throws IOException {
    ResultStore store = store("seed");
    store.commit("a", PACK);
    store.commit("a", PACK);
    store.commit("b", List.of(SampleTrials.completed(SampleTrials.SGD, 1)));
    assertThat(store.finishedTrials()).hasSize(3);
    assertThat(names(store, "packs")).containsExactly("pack-a.parquet", "pack-b.parquet");

    SparkSession spark = SparkFixture.spark();
    Summaries.write(store);
    Summaries.write(store);
    assertThat(names(store, "summary")).containsExactly("summary.parquet");
    Views.register(spark, store.root());
    assertThat(spark.table("trials").count()).isEqualTo(3);
    assertThat(spark.table("curves").count()).isEqualTo(4 + 2 + 4);
    assertThat(
            DuckDb.rows(
                spark.sql(
                    """
                    select step, train_loss_mean from summary
                    where optimizer = 'sgd' and step in (1, 2) order by step
                    """)))
        .containsExactly(List.of(1, 1.5), List.of(2, 0.75));
  }

  @Test
  void baselinesAndManifestLieThereToo() throws IOException {
    ResultStore store = store("beside");
    Baseline baseline =
        new Baseline("mnist", "test", null, 14, false, "f00d", 0.25, 0.27, 0.925, 80, true, 3.5);
    new Baselines(store).write(baseline);
    new Baselines(store).write(baseline);
    assertThat(new Baselines(store).all()).containsExactly(baseline);
    Manifest.Run run =
        new Manifest.Run(
            "2026-11-01T22:00:00Z",
            "2026-11-02T06:00:00Z",
            java.util.Map.of(),
            Manifest.Code.running(),
            java.util.Map.of(),
            java.util.Map.of(),
            java.util.Map.of(),
            Machine.here(),
            List.of(),
            new Manifest.SparkSetup("local[2]", 2, java.util.Map.of()),
            new Manifest.Work(1, 2, 0, 2, 1, 3, "a probe"),
            java.util.Map.of("COMPLETED", 1L));
    new ManifestFile(store).append("seed", run);
    new ManifestFile(store).append("seed", run);
    assertThat(new ManifestFile(store).read())
        .contains(new Manifest(Table.SCHEMA_VERSION, "seed", List.of(run, run)));
  }

  @Test
  void twoExecutorsMayCommitOnePackAtOnce() throws Exception {
    ResultStore store = store("race");
    ExecutorService executors = Executors.newFixedThreadPool(2);
    for (int pack = 0; pack < 10; pack++) {
      String packId = "p" + pack;
      Callable<Boolean> commit = () -> commit(store, packId);
      for (Future<Boolean> done : executors.invokeAll(List.of(commit, commit))) {
        assertThat(done.get()).isTrue();
      }
    }
    executors.shutdown();
    assertThat(names(store, "packs")).hasSize(10).allMatch(name -> name.startsWith("pack-"));
    assertThat(store.finishedTrials()).hasSize(2);
  }

  private static boolean commit(ResultStore store, String packId) throws IOException {
    store.commit(packId, PACK);
    return true;
  }

  @Test
  void smallFilesAreMerged() throws Exception {
    ResultStore store = store("merged");
    LargeSweep sweep = new LargeSweep(40, 3, 2);
    sweep.commitTo(store);
    SparkSession spark = SparkFixture.spark();
    String sql = "select * from curves order by trial_id, step";
    Views.register(spark, store.root());
    List<List<@Nullable Object>> before = DuckDb.rows(spark.sql(sql));
    try (ResultsLock held = ResultsLock.acquire(store)) {
      Compaction.run(() -> spark, store, held);
    }
    assertThat(names(store, "packs"))
        .singleElement()
        .asString()
        .matches("pack-merged-[0-9a-f]{20}\\.parquet");
    assertThat(names(store, "merged")).isEmpty();
    List<List<@Nullable Object>> after =
        Views.read(spark, List.of(store.root()), sweeps -> DuckDb.rows(spark.sql(sql)));
    assertThat(after).isEqualTo(before).hasSize(120);
  }

  @Test
  void aLivingRunIsRefusedAndADeadOneTakenOverWhenItsLeaseHasEnded() throws Exception {
    ResultStore store = store("lease");
    Process first = LockHolder.start(store.root());
    String refusal =
        "A results directory must have one run at a time, got: %s, in use by process %d on .+ since .+Z; wait for it or stop it; if it is dead already, try again in 60 s, when HDFS has ended its lease"
            .formatted(store.root(), first.pid());
    assertThatThrownBy(() -> ResultsLock.acquire(store))
        .isInstanceOf(RequestException.class)
        .hasMessageMatching(refusal);
    first.destroyForcibly().waitFor();
    assertThatThrownBy(() -> ResultsLock.acquire(store))
        .isInstanceOf(RequestException.class)
        .hasMessageMatching(refusal);
    cluster().setLeasePeriod(1, HDFS_HARD_LIMIT_MS);
    try (ResultsLock taken = ResultsLock.acquire(store)) {
      cluster().setLeasePeriod(HDFS_SOFT_LIMIT_MS, HDFS_HARD_LIMIT_MS);
      assertThat(taken.isExclusive()).isTrue();
      taken.verify();
      assertThatThrownBy(() -> ResultsLock.acquire(store))
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    ResultsLock.acquire(store).close();
  }

  /** As a driver that was suspended for longer than its lease lasts finds out when it wakes. */
  @Test
  void aRunWhoseLeaseWasTakenOverWritesNoMore() throws Exception {
    ResultStore store = store("fenced");
    try (ResultsLock first = ResultsLock.acquire(store)) {
      first.verify();
      DistributedFileSystem files = cluster().getFileSystem();
      org.apache.hadoop.fs.Path file =
          new org.apache.hadoop.fs.Path(store.directory().root(), ResultsLock.FILE);
      while (!files.recoverLease(file)) {
        Thread.sleep(100);
      }
      try (ResultsLock second = ResultsLock.acquire(store)) {
        second.verify();
        assertThatThrownBy(first::verify)
            .isInstanceOf(IOException.class)
            .hasMessageMatching(
                "The lease on \\S+/fenced was this run's at epoch 1, got: epoch 2; process \\d+ on .* has taken over, and this run ends");
      }
    } catch (IOException closing) {
      // The first lock's own lease is gone, which its end says too.
      assertThat(closing).hasMessageContaining("lock");
    }
  }

  @Test
  void whileTheDataNodeIsAwayNothingIsCommittedAndNothingIsLost() throws Exception {
    ResultStore store = store("away");
    store.commit("a", PACK);
    MiniDFSCluster.DataNodeProperties node = cluster().stopDataNode(0);
    assertThatThrownBy(
            () -> store.commit("b", List.of(SampleTrials.completed(SampleTrials.SGD, 1))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/results/away/packs/");
    assertThat(names(store, "packs")).filteredOn(name -> !name.startsWith(".")).hasSize(1);

    assertThat(cluster().restartDataNode(node, true)).isTrue();
    cluster().waitActive();
    store.commit("b", List.of(SampleTrials.completed(SampleTrials.SGD, 1)));
    assertThat(store.finishedTrials()).hasSize(3);
    try (ResultsLock lock = ResultsLock.acquire(store)) {
      store.deleteTemporaries(lock);
    }
    assertThat(names(store, "packs")).containsExactly("pack-a.parquet", "pack-b.parquet");
  }

  @Test
  void anUnreachableClusterIsNamed() {
    Configuration configuration = new Configuration();
    configuration.setInt("ipc.client.connect.max.retries", 0);
    URI nowhere = URI.create("hdfs://127.0.0.1:1/results");
    assertThatThrownBy(() -> new ResultStore(nowhere, configuration).prepare())
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("hdfs://127.0.0.1:1/results");
  }

  private static List<String> names(ResultStore store, String folder) throws IOException {
    ResultsDirectory directory = store.directory();
    FileStatus[] files =
        directory.fileSystem().listStatus(new org.apache.hadoop.fs.Path(directory.root(), folder));
    return Arrays.stream(files).map(file -> file.getPath().getName()).sorted().toList();
  }
}
