package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program on a terminal, of which util-linux's {@code script} plays the part. */
@Tag("slow")
@Timeout(180)
class TerminalIT {
  private static final int WIDTH = 80;

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    IdxFiles.write(Files.createDirectories(directory.resolve("digits")), 14, 10, 2000, 200);
    Files.writeString(
        directory.resolve("sweep.conf"),
        """
        sweep { steps = 400, eval-every = 100, seeds = [0, 1, 2], mllib-baseline = false }
        data { dataset = digits, downsample = [14, 7], batch-size = 16 }
        optimizers = [
          { name = sgd, learning-rate = [0.1, 1] }
          { name = natural-gradient, learning-rate = 0.1, reltol = 1e-2 }
          { name = adam, learning-rate = [0.01, 1e38] }
        ]
        """);
  }

  private End onTerminal(String environment) throws IOException, InterruptedException {
    String command =
        "stty cols %d; %s '%s' run sweep.conf --results results"
            .formatted(WIDTH, environment, RunningProgram.ROOT.resolve("submit/geodesic"));
    return RunningProgram.start(
            directory, List.of("script", "--quiet", "--return", "--command", command, "typescript"))
        .end();
  }

  /** The last screen before the report, whose table is wider. */
  private static List<String> screen(End end) {
    String display = end.out().substring(0, end.out().indexOf("trained for "));
    return Screen.after(display, WIDTH + 20);
  }

  @Test
  void aBarIsRedrawnWithTheBestOfEachOptimizerBelow() throws Exception {
    End end = onTerminal("env -u NO_COLOR TERM=xterm");
    assertThat(end.exitCode()).as(end.out()).isZero();
    List<String> screen = screen(end);
    assertThat(screen).hasSize(6);
    assertThat(screen.get(0)).startsWith("30 trials; 0 done already");
    assertThat(screen.get(1)).startsWith("device: cpu; ");
    assertThat(screen.get(2)).matches("trials 100% \\[=+] 30/30 \\(0:00:\\d\\d\\) 0:00 left");
    assertThat(screen.get(3)).matches("0 running, 6 diverged, 0 failed, [0-9,]+ steps/s");
    assertThat(screen.subList(4, 6))
        .allSatisfy(line -> assertThat(line).matches("best at side (14|7): .*"))
        .allSatisfy(line -> assertThat(line).contains("adam ").contains("sgd ."));
    assertThat(screen.subList(2, 6)).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(WIDTH));
    assertThat(end.out()).contains("\033[33m6 diverged");
  }

  @Test
  void noColorIsKept() throws Exception {
    End end = onTerminal("env NO_COLOR=1 TERM=xterm");
    assertThat(end.exitCode()).as(end.out()).isZero();
    assertThat(screen(end)).hasSize(6);
    assertThat(end.out()).contains("\033[").doesNotContainPattern("\033\\[[0-9;]*m");
  }

  @Test
  void aTerminalThatCannotRedrawGetsPlainLines() throws Exception {
    End end = onTerminal("env -u NO_COLOR TERM=dumb");
    assertThat(end.exitCode()).as(end.out()).isZero();
    assertThat(end.out())
        .contains("trials 30/30: 0 running", "; best at side 14: ")
        .doesNotContain("\033");
  }
}
