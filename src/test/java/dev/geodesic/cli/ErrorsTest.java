package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.trial.NativeCodeError;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Whatever a command ends of, its user is told one line, and no words of a library's. */
class ErrorsTest {
  static Stream<Arguments> errors() {
    return Stream.of(
        arguments(
            new RequestException("steps must be >= 1, got: 0"), 2, "steps must be >= 1, got: 0"),
        arguments(new IOException("disk full"), 1, "disk full"),
        arguments(
            new OutOfMemoryError("Java heap space"),
            1,
            "The driver must have more memory than this (Java heap space); give it more, as in --driver-memory 8g"),
        arguments(new NoClassDefFoundError("a/B"), 1, "java.lang.NoClassDefFoundError: a/B"),
        arguments(new NativeCodeError("no room in /tmp"), 1, "no room in /tmp"),
        arguments(new StackOverflowError(), 1, "java.lang.StackOverflowError"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorIsOneLine(Throwable thrown, int exitCode, String line) {
    assertThatItIsTold(thrown, exitCode, line);
  }

  /** What the library makes of an error in a command that is a method. */
  @ParameterizedTest
  @MethodSource("errors")
  void aWrappedErrorIsTheSameLine(Throwable thrown, int exitCode, String line) {
    CommandLine geodesic = Geodesic.commandLine();
    assertThatItIsTold(
        new CommandLine.ExecutionException(
            geodesic, "Error while calling command (int a())", thrown),
        exitCode,
        line);
  }

  private static void assertThatItIsTold(Throwable thrown, int exitCode, String line) {
    StringWriter err = new StringWriter();
    CommandLine geodesic = Geodesic.commandLine().setErr(new PrintWriter(err, true));
    assertThat(Mistakes.explain(thrown, geodesic)).isEqualTo(exitCode);
    assertThat(err.toString().lines()).containsExactly("geodesic: " + line);
  }

  @Test
  void aConfThatIsNestedTooDeepIsTheUsers(@TempDir Path directory) throws IOException {
    Path conf = directory.resolve("deep.conf");
    Files.writeString(conf, "optimizers = " + "[".repeat(20_000));
    End end = InProcess.execute("plan", conf.toString());
    assertThat(end)
        .isEqualTo(
            new End(
                2,
                "",
                "geodesic: Cannot read the conf: its lists and sections must not be nested that deep: %s%n"
                    .formatted(conf)));
  }

  @Test
  void aSignalIsTold() throws InterruptedException {
    assertThat(InterruptSignal.exitCode()).isEmpty();
    CountDownLatch end = new CountDownLatch(1);
    Thread answering = new Thread(() -> await(end), "SIGHUP handler");
    answering.start();
    try {
      assertThat(InterruptSignal.exitCode()).isEqualTo(OptionalInt.of(129));
    } finally {
      end.countDown();
      answering.join();
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
