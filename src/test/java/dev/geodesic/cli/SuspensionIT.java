package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A laptop whose lid is closed for longer than Spark waits for a word from an executor. */
@Tag("slow")
@Timeout(300)
class SuspensionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Test
  void aRunThatStoodStillGoesOn(@TempDir Path directory) throws Exception {
    Path digits = IdxFiles.write(directory.resolve("digits"), 14, 10, 2000, 200);
    Files.writeString(
        directory.resolve("sweep.conf"),
        """
        sweep { steps = 20000, eval-every = 10000, seeds = [0, 1], mllib-baseline = false }
        data { dataset = "%s", batch-size = 16 }
        optimizers = [ { name = sgd, learning-rate = 0.1 } ]
        """
            .formatted(digits));
    RunningProgram running =
        RunningProgram.start(
            directory,
            "run",
            "sweep.conf",
            "--results",
            "results",
            "--conf",
            "spark.network.timeout=" + PATIENCE.toSeconds() + "s",
            "--conf",
            "spark.network.timeoutInterval=1s");
    running.await(() -> running.said("to train in"));
    Thread.sleep(1000);
    running.signal("STOP");
    Thread.sleep(PATIENCE.multipliedBy(3).toMillis());
    running.signal("CONT");
    End end = running.end();
    assertThat(end.err()).isEmpty();
    assertThat(end.exitCode()).isZero();
  }
}
