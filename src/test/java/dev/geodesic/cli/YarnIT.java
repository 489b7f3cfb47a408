package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a YARN of this machine, by an installed Spark. */
@Tag("slow")
@Timeout(1200)
class YarnIT {
  private static final String CONF =
      """
      sweep { steps = 2000, record-every = 500, seeds = { from = 0, count = 4 }, pack-size = 2
              mllib-baseline = false }
      data { dataset = "%s", batch-size = 16 }
      optimizers = [
        { name = sgd, learning-rate = [0.1, 1] }
        { name = natural-gradient, learning-rate = [0.1, 0.2], damping = 0.1 }
      ]
      """;

  private static final int TRIALS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  private MiniYARNCluster yarn;
  private Path spark;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Configuration conf = new YarnConfiguration();
    conf.set("fs.defaultFS", directory.resolve("files").toUri().toString());
    conf.setInt(YarnConfiguration.NM_PMEM_MB, 6144);
    conf.setInt(YarnConfiguration.NM_VCORES, 4);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.setBoolean(YarnConfiguration.NM_DISK_HEALTH_CHECK_ENABLE, false);
    conf.setInt(YarnConfiguration.RM_AM_MAX_ATTEMPTS, 2);
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    yarn = new MiniYARNCluster("geodesic", 1, 1, 1);
    yarn.init(conf);
    yarn.start();
    Path site = Files.createDirectories(directory.resolve("site"));
    try (OutputStream out = Files.newOutputStream(site.resolve("yarn-site.xml"))) {
      yarn.getConfig().writeXml(out);
    }
    Files.copy(site.resolve("yarn-site.xml"), site.resolve("core-site.xml"));
    spark = InstalledSpark.in(directory.resolve("spark"));
    Path digits = IdxFiles.write(directory.resolve("digits"), 14, 10, 2000, 200);
    Files.writeString(directory.resolve("sweep.conf"), CONF.formatted(digits));
  }

  @AfterEach
  void stop() {
    yarn.stop();
  }

  private RunningProgram start(String results, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "SPARK_HOME=" + spark,
                "JAVA_HOME=" + System.getProperty("java.home"),
                "HADOOP_CONF_DIR=" + directory.resolve("site"),
                RunningProgram.ROOT.resolve("submit/geodesic").toString(),
                "run",
                directory.resolve("sweep.conf").toString(),
                "--results",
                directory.resolve(results).toString(),
                "--master",
                "yarn",
                "--conf",
                "spark.yarn.jars=local:" + spark + "/jars/*",
                "--driver-memory",
                "1g",
                "--executor-memory",
                "1g",
                "--num-executors",
                "2"));
    command.addAll(List.of(options));
    return RunningProgram.start(directory, command);
  }

  private SweepResults calm() throws Exception {
    End local =
        RunningProgram.start(directory, "run", "sweep.conf", "--results", "calm").end(PATIENCE);
    assertThat(local.exitCode()).as(local.toString()).isZero();
    return new SweepResults(directory.resolve("calm"));
  }

  /** YARN starts another, which goes on from what was stored and from checkpoints. */
  @Test
  void aDriverThatIsKilledIsStartedAgain() throws Exception {
    RunningProgram run = start("killed", "--deploy-mode", "cluster", "--checkpoint-every", "1s");
    run.await(() -> isAny(directory.resolve("killed/packs")));
    List<ProcessHandle> drivers = drivers();
    assertThat(drivers).hasSize(1);
    drivers.get(0).destroyForcibly();
    End end = run.end(PATIENCE);
    assertThat(end.exitCode()).as(end.toString()).isZero();
    SweepResults killed = new SweepResults(directory.resolve("killed"));
    killed.assertSameAs(calm(), TRIALS);
    assertThat(killed.leftovers()).isEmpty();
  }

  private static boolean isAny(Path folder) {
    try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      return files.anyMatch(file -> file.toString().endsWith(".parquet"));
    } catch (IOException | UncheckedIOException e) {
      // It changes while it is listed.
      return false;
    }
  }

  /** The Java processes of application masters, not the shells that wait for them. */
  private List<ProcessHandle> drivers() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .filter(
            process -> {
              try {
                String line =
                    Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid())));
                return line.contains("yarn.ApplicationMaster")
                    && line.contains(directory.toString());
              } catch (IOException e) {
                return false;
              }
            })
        .toList();
  }

  @Test
  void theDriverMayBeHereOrThere() throws Exception {
    End client = start("client").end(PATIENCE);
    assertThat(client.exitCode()).as(client.toString()).isZero();
    End cluster = start("cluster", "--deploy-mode", "cluster").end(PATIENCE);
    assertThat(cluster.exitCode()).as(cluster.toString()).isZero();
    SweepResults calm = calm();
    new SweepResults(directory.resolve("client")).assertSameAs(calm, TRIALS);
    new SweepResults(directory.resolve("cluster")).assertSameAs(calm, TRIALS);
  }
}
