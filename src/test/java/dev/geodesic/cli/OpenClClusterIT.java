package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep on the GPUs of a cluster, each of which is another OpenCL device: two of PoCL, which
 * stand in for cards.
 */
@Timeout(1200)
class OpenClClusterIT {
  private static final Map<String, String> TWO_DEVICES = Map.of("POCL_DEVICES", "pthread pthread");

  private static final String CONF =
      """
      sweep {
        device = opencl, steps = 100, eval-every = 50, seeds = { from = 0, count = 3 }, pack-size = 2
        mllib-baseline = false
      }
      data { dataset = "DATA", batch-size = 16 }
      model { hidden = [8] }
      optimizers = [
        { name = sgd, learning-rate = [0.1, 1] }
        { name = momentum, learning-rate = [0.1, 0.2] }
        { name = adam, learning-rate = [0.001, 0.01] }
      ]
      """;

  /** Each of whose two packs takes some seconds. */
  private static final String LONG =
      """
      sweep { device = opencl, steps = 3000, record-every = 100, seeds = [0], mllib-baseline = false }
      data { dataset = "DATA", batch-size = 16 }
      optimizers = [
        { name = natural-gradient, learning-rate = [0.1, 0.2], damping = 0.1 }
        { name = adam, learning-rate = [0.001, 0.01] }
      ]
      """;

  @TempDir private Path directory;

  private void prepare() throws IOException {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof OpenClCards.Present, cards::toString);
    OpenClCards.Present present = (OpenClCards.Present) cards;
    assumeTrue(
        present.cards().get(0).platform().contains("Portable Computing Language"),
        () -> "only PoCL makes two devices of one: " + cards);
    Path digits = IdxFiles.write(directory.resolve("data"), 14, 10, 2000, 200);
    Files.writeString(directory.resolve("sweep.conf"), CONF.replace("DATA", digits.toString()));
  }

  /** Starts a cluster of two workers, whose executors have these addresses of GPUs. */
  private StandaloneCluster cluster(String one, String other)
      throws IOException, InterruptedException {
    Path script =
        Files.writeString(
            directory.resolve("gpus"),
            "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[\"%s\",\"%s\"]}'\n"
                .formatted(one, other));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return new StandaloneCluster(
        directory.resolve("cluster"),
        TWO_DEVICES,
        "--cores=2",
        "--memory=5g",
        "--gpu-discovery",
        script.toString());
  }

  private End runOn(StandaloneCluster cluster, String results)
      throws IOException, InterruptedException {
    return run(
        results,
        "--master",
        cluster.url(),
        "--properties-file",
        RunningProgram.ROOT.resolve("conf/spark-gpu.conf").toString());
  }

  /** Its packs come to nothing there, and train on the other. */
  @Tag("slow")
  @Test
  void anExecutorWithoutItsDeviceCostsNoPack() throws Exception {
    prepare();
    try (StandaloneCluster cluster = cluster("0", "9")) {
      End end = runOn(cluster, "one");

      assertThat(end.exitCode()).as(end.toString()).isZero();
      assertThat(end.out() + end.err())
          .contains("device opencl needs the GPU at address 9, got: 0: ");
    }
    assertThat(query("one", "SELECT gpu, count(*) FROM trials GROUP BY gpu"))
        .extracting(Row::mkString)
        .containsExactly("018");
  }

  @Tag("slow")
  @Test
  void whereNoExecutorHasItsDeviceTheRunIsRefused() throws Exception {
    prepare();
    try (StandaloneCluster cluster = cluster("8", "9")) {
      End end = runOn(cluster, "none");

      assertThat(end.exitCode()).as(end.toString()).isEqualTo(2);
      assertThat(end.err())
          .matches(
              "(?s).*geodesic: device opencl needs the GPU at address [89], got: 0: .*sweep\\.device"
                  + " or --device\\n");
    }
  }

  @Test
  void everyExecutorTrainsOnTheDeviceOfItsGpu() throws Exception {
    prepare();
    try (StandaloneCluster cluster = cluster("0", "1")) {
      End end = runOn(cluster, "slots");
      assertThat(end.exitCode()).as(end.toString()).isZero();
      assertThat(end.out())
          .contains("on 2 slots (2 executors with 1 GPU each)", "device: opencl on ");
      assertThat(chosen())
          .anyMatch(line -> line.endsWith(", number 0, at GPU address 0"))
          .anyMatch(line -> line.endsWith(", number 1, at GPU address 1"))
          .hasSize(2);
    }

    End local = run("local", "--master", "local[2]");
    assertThat(local.exitCode()).as(local.toString()).isZero();
    assertThat(query("slots", "SELECT DISTINCT gpu FROM trials ORDER BY 1"))
        .extracting(row -> row.getString(0))
        .containsExactly("0", "1");
    assertThat(query("slots", "SELECT DISTINCT split(device, ' on ')[0] FROM trials"))
        .extracting(row -> row.getString(0))
        .containsExactly("opencl");
    String curves =
        "SELECT trial_id, step, train_loss, test_loss FROM curves ORDER BY trial_id, step";
    assertThat(query("slots", curves)).hasSize(6 * 3 * 100).isEqualTo(query("local", curves));
  }

  /** What is there after a kill -9 stays, and what follows has the bits of a run without one. */
  @Tag("slow")
  @Test
  void aKilledSweepGoesOnAndItsTrialsCanBeReproduced() throws Exception {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof OpenClCards.Present, cards::toString);
    Path digits = IdxFiles.write(directory.resolve("data"), 14, 10, 2000, 200);
    Files.writeString(directory.resolve("sweep.conf"), LONG.replace("DATA", digits.toString()));
    SweepResults killed = new SweepResults(directory.resolve("killed"));

    RunningProgram first = start("killed", "--master", "local[2]", "--checkpoint-every", "1s");
    first.await(() -> isAny(directory.resolve("killed/checkpoints")));
    first.kill();
    End second = run("killed", "--master", "local[2]");
    End calm = run("calm", "--master", "local[2]");

    assertThat(second.exitCode()).as(second.toString()).isZero();
    assertThat(calm.exitCode()).as(calm.toString()).isZero();
    killed.assertSameAs(new SweepResults(directory.resolve("calm")), 4);
    assertThat(killed.leftovers()).isEmpty();
    String trial = query("killed", "SELECT max(trial_id) FROM trials").get(0).getString(0);
    End again = RunningProgram.start(directory, "reproduce", "killed", trial).end();
    assertThat(again.exitCode()).as(again.toString()).isZero();
    // Nothing is said of another device.
    assertThat(again.out()).contains("bit for bit the same: 30 points").doesNotContain("device");
  }

  private static boolean isAny(Path folder) {
    try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      return files.anyMatch(Files::isRegularFile);
    } catch (IOException | UncheckedIOException e) {
      // It changes while it is listed.
      return false;
    }
  }

  private End run(String results, String... options) throws IOException, InterruptedException {
    return start(results, options).end();
  }

  private RunningProgram start(String results, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("run", "sweep.conf", "--results", directory + "/" + results));
    arguments.addAll(List.of(options));
    return RunningProgram.start(directory, arguments.toArray(new String[0]));
  }

  /** What executors say of their devices, each once. */
  private List<String> chosen() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory.resolve("cluster/work"))) {
      for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.contains("device: opencl on "))
            .distinct()
            .forEach(lines::add);
      }
    }
    return lines;
  }

  private List<Row> query(String results, String sql) throws IOException {
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, directory.resolve(results).toUri());
    return spark.sql(sql).collectAsList();
  }
}
