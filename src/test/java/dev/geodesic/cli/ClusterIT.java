package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way to submit a sweep to a cluster: two workers with a GPU each, whose addresses are made
 * up, and an HDFS that holds conf, data and results. Nothing that the program is told lies where it
 * stands.
 */
@Timeout(1200)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
  private static final String GPU_PROPERTIES =
      RunningProgram.ROOT.resolve("conf/spark-gpu.conf").toString();
  private static final String SLOTS = "on 2 slots (2 executors with 1 GPU each)";

  private static final String CONF =
      """
      sweep { steps = 100, eval-every = 50, seeds = [0, 1], mllib-baseline = false }
      data { dataset = "DATA", batch-size = 16 }
      optimizers = [
        { name = sgd, learning-rate = [0.1, 1] }
        { name = natural-gradient, learning-rate = 0.1, reltol = 1e-2 }
      ]
      """;

  private Path directory = Path.of("");
  private @Nullable MiniDFSCluster hdfs;
  private @Nullable StandaloneCluster cluster;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, temporary.resolve("hdfs").toString());
    hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    hdfs.waitActive();
    upload();
    Path script =
        Files.writeString(
            temporary.resolve("made up gpus"),
            "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[\"7\",\"9\"]}'\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    // Room for an executor of conf/spark-gpu.conf and, on one of them, a driver beside it.
    cluster =
        new StandaloneCluster(
            temporary.resolve("trial cluster"),
            "--cores=3",
            "--memory=6g",
            "--gpu-discovery",
            script.toString());
  }

  private void upload() throws IOException {
    FileSystem files = hdfs().getFileSystem();
    Path digits = IdxFiles.write(directory.resolve("local"), 14, 10, 2000, 200);
    files.copyFromLocalFile(hadoop(digits.toUri()), hadoop(remote("digits")));
    String conf = CONF.replace("DATA", remote("digits").toString());
    try (var out = files.create(hadoop(remote("sweep.conf")))) {
      out.writeBytes(conf);
    }
    // So that whoever looks for them on this disk does not find them.
    try (Stream<Path> local = Files.list(digits)) {
      for (Path file : local.toList()) {
        Files.delete(file);
      }
    }
  }

  @AfterAll
  void stop() throws Exception {
    if (cluster != null) {
      List<ProcessHandle> processes = cluster.processes();
      cluster.close();
      for (ProcessHandle process : processes) {
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20));
      }
      assertThat(cluster.command("status").exitCode()).isEqualTo(1);
    }
    if (hdfs != null) {
      hdfs.shutdown();
    }
  }

  private MiniDFSCluster hdfs() {
    return Objects.requireNonNull(hdfs);
  }

  private StandaloneCluster cluster() {
    return Objects.requireNonNull(cluster);
  }

  private URI remote(String name) throws IOException {
    return hdfs().getURI().resolve("/sweeps/" + name);
  }

  private static org.apache.hadoop.fs.Path hadoop(URI uri) {
    return new org.apache.hadoop.fs.Path(uri);
  }

  @Test
  void aClientTrainsOnTheGpusOfTheClusterAndListensOnLoopback() throws Exception {
    RunningProgram client = submit("client", "--properties-file", GPU_PROPERTIES);
    client.await(() -> client.said(SLOTS));
    assertThatAllListenOnLoopback(client);
    assertThat(client.end()).matches(end -> end.exitCode() == 0 && end.err().isEmpty());

    assertThat(gpus("client")).isNotEmpty().isSubsetOf("7", "9");
    assertThat(curves("client")).hasSize(2 * 3 * 100);
  }

  @Tag("slow")
  @Test
  void everyDoorLeavesTheSameCurves() throws Exception {
    End first = submit("first", "--properties-file", GPU_PROPERTIES).end();
    assertThat(first.exitCode()).as(first.err()).isZero();

    End clusterMode =
        submit(
                "cluster",
                "--properties-file",
                GPU_PROPERTIES,
                "--deploy-mode",
                "cluster",
                "--conf",
                "spark.standalone.submit.waitAppCompletion=true")
            .end();
    assertThat(clusterMode.exitCode()).as(clusterMode.err()).isZero();
    assertThat(cluster().driverOutput("stdout")).contains(SLOTS, "Results: " + remote("cluster"));

    End plain = plainSparkSubmit("plain");
    assertThat(plain.exitCode()).as(plain.err()).isZero();
    assertThat(plain.out()).contains(SLOTS);

    assertThat(curves("first")).hasSize(2 * 3 * 100);
    assertThat(curves("cluster")).isEqualTo(curves("first"));
    assertThat(curves("plain")).isEqualTo(curves("first"));
  }

  private void assertThatAllListenOnLoopback(RunningProgram driver) throws IOException {
    List<ProcessHandle> processes = new ArrayList<>(cluster().processes());
    // Master, two workers and two executors.
    assertThat(processes).hasSize(5);
    processes.add(driver.java());
    for (ProcessHandle process : processes) {
      List<String> sockets = ListeningSockets.of(process);
      assertThat(sockets).as(process.info().toString()).isNotEmpty();
      assertThat(sockets).as(process.info().toString()).allMatch(ListeningSockets::isLoopback);
    }
  }

  @Tag("slow")
  @Test
  void aRunWithoutAClusterListensOnLoopbackToo() throws Exception {
    RunningProgram local =
        RunningProgram.start(
            directory, "run", remote("sweep.conf").toString(), "--results", "local-results");
    local.await(() -> local.said("to train"));

    assertThat(ListeningSockets.of(local.java()))
        .isNotEmpty()
        .allMatch(ListeningSockets::isLoopback);
    assertThat(local.end()).matches(end -> end.exitCode() == 0 && end.err().isEmpty());
  }

  @Test
  void aSecondClusterInTheSamePlaceIsTheFirst() throws Exception {
    End again = cluster().command("up");

    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).startsWith("The cluster is up").contains(cluster().url(), "7 9");
    assertThat(cluster().command("status").out()).isEqualTo(again.out());
  }

  @Tag("slow")
  @Test
  void aSingleCoreIsASingleSlot() throws Exception {
    End end =
        RunningProgram.start(
                directory,
                "plan",
                remote("sweep.conf").toString(),
                "--master",
                cluster().url(),
                "--total-executor-cores=1")
            .end();

    assertThat(end.exitCode()).as(end.err()).isZero();
    assertThat(end.out()).contains("1 slot (1 core)");
  }

  @Test
  void gpusWithoutAClusterAreRefused() throws Exception {
    End end =
        RunningProgram.start(
                directory,
                "run",
                remote("sweep.conf").toString(),
                "--conf",
                "spark.task.resource.gpu.amount=1")
            .end();

    assertThat(end)
        .isEqualTo(
            new End(
                2,
                "",
                "geodesic: spark.task.resource.gpu.amount must not be set with --master local[*],"
                    + " got: 1; Spark hands out a gpu on a cluster alone: leave it out, or name a"
                    + " cluster, such as submit/cluster up --gpus 1 starts on this machine\n"));
  }

  @Tag("slow")
  @Test
  void gpusThatNobodyHasAreSaidToBeMissing() throws Exception {
    RunningProgram waiting =
        submit(
            "nothing",
            "--properties-file",
            GPU_PROPERTIES,
            "--conf",
            "spark.executor.resource.gpu.amount=3",
            "--conf",
            ExecutorWatch.PATIENCE + "=2s");
    waiting.await(() -> waiting.complained("no executor"));
    waiting.interrupt();
    End end = waiting.end();

    assertThat(end.err())
        .startsWith(
            "geodesic: no executor from %s for 2 s; each is to have 2 cores, 4g of memory, 3 gpu; waiting for one that is free: "
                .formatted(cluster().url()));
    assertThat(end.exitCode()).isEqualTo(130);
  }

  @Test
  void aPlaceThatADriverOnTheClusterDoesNotHaveIsRefused() throws Exception {
    String rule =
        " must be a URI, or an absolute path that every machine sees, with --deploy-mode cluster, got: ";
    End conf =
        RunningProgram.start(
                directory, "run", "sweep.conf", "--master", "spark://h:1", "--deploy-mode=cluster")
            .end();
    assertThat(conf.err()).startsWith("geodesic: CONF" + rule + "sweep.conf; ");
    assertThat(conf.exitCode()).isEqualTo(2);

    End results = submit("results", "--results", "night", "--deploy-mode", "cluster").end();
    assertThat(results.err()).startsWith("geodesic: --results" + rule + "night; ");
  }

  @Test
  void aConfThatIsNotThereIsNamedAsTheUserDid() throws Exception {
    URI absent = remote("absent.conf");

    End end = RunningProgram.start(directory, "run", absent.toString()).end();

    assertThat(end)
        .isEqualTo(
            new End(2, "", "geodesic: Cannot read the conf: no such file: " + absent + "\n"));
  }

  private RunningProgram submit(String results, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(request(results));
    arguments.addAll(List.of("--master", cluster().url()));
    arguments.addAll(List.of(options));
    return RunningProgram.start(directory, arguments.toArray(new String[0]));
  }

  private List<String> request(String results) throws IOException {
    return List.of("run", remote("sweep.conf").toString(), "--results", remote(results).toString());
  }

  /** As bin/spark-submit of an installed Spark would, which is a start of this class. */
  private End plainSparkSubmit(String results) throws IOException, InterruptedException {
    Path target = RunningProgram.ROOT.resolve("target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", target.resolve("spark/jars") + "/*"));
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--master", cluster().url(), "--properties-file", GPU_PROPERTIES));
    command.addAll(List.of("--class", "dev.geodesic.cli.Geodesic"));
    String libraries = Files.readString(target.resolve("job.classpath")).strip();
    command.addAll(List.of("--jars", libraries.replace(':', ',')));
    command.add(target.resolve("geodesic.jar").toString());
    command.addAll(request(results));
    return RunningProgram.start(directory, command).end();
  }

  /** The addresses that trials say they had. */
  private List<String> gpus(String results) throws IOException {
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, remote(results));
    return spark.sql("SELECT DISTINCT coalesce(gpu, 'none') FROM trials").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private List<Row> curves(String results) throws IOException {
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, remote(results));
    return spark
        .sql("SELECT trial_id, step, train_loss, test_loss FROM curves ORDER BY trial_id, step")
        .collectAsList();
  }
}
