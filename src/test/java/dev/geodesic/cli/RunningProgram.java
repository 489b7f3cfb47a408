package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The program as its launcher starts it, in a process of its own. */
record RunningProgram(Process process, Path out, Path err) {
  /** Where Maven builds; integration tests run after it has packaged. */
  static final Path ROOT = Path.of("").toAbsolutePath();

  private static final long SECONDS = 240;

  /** How a process ended. */
  record End(int exitCode, String out, String err) {}

  /**
   * Starts the launcher as a shell in the foreground would: where tests run in the background, an
   * interrupt would be ignored.
   *
   * @param directory where the caller stands
   */
  static RunningProgram start(Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(ROOT.resolve("submit/geodesic").toString());
    command.addAll(List.of(arguments));
    return start(directory, command);
  }

  /** Starts any command, its output kept in files. */
  static RunningProgram start(Path directory, List<String> command) throws IOException {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // What users have not set: the program itself keeps to loopback.
    builder.environment().remove("SPARK_LOCAL_IP");
    // Each would add to what the console says.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    // In short runs a second compiler costs more than all that it compiles.
    builder.environment().put("GEODESIC_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    builder.environment().remove("SPARK_HOME");
    return new RunningProgram(builder.start(), out, err);
  }

  /** Waits for something that the process brings about. */
  void await(BooleanSupplier condition) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(process.isAlive()).as("alive, said: %s", output()).isTrue();
      assertThat(System.nanoTime()).as("in time, said: %s", output()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  /** Whether the console shows this by now. */
  boolean said(String words) {
    return read(out).contains(words);
  }

  /** Whether the console shows this as trouble by now. */
  boolean complained(String words) {
    return read(err).contains(words);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process ends by itself. */
  End end() throws InterruptedException, IOException {
    return end(Duration.ofSeconds(SECONDS));
  }

  /** The process ends by itself, within that time. */
  End end(Duration patience) throws InterruptedException, IOException {
    assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
        .as("ends: %s", output())
        .isTrue();
    return new End(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** The JVM that the launcher started. */
  ProcessHandle java() {
    return process
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow();
  }

  /** The kernel ends it, with no word to the process: {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    signal("INT");
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private String output() throws IOException {
    return Files.readString(out) + Files.readString(err);
  }
}
