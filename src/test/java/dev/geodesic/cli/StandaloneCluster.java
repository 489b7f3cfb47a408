package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A master and two workers, as {@code submit/cluster} starts them. */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("(?m)^master: +(\\S+)$");

  private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

  private final Path directory;
  private final String url;

  /** Starts a cluster that keeps its files in {@code directory}. */
  StandaloneCluster(Path directory, String... options) throws IOException, InterruptedException {
    this(directory, Map.of(), options);
  }

  /** Starts a cluster whose processes have more variables. */
  StandaloneCluster(Path directory, Map<String, String> variables, String... options)
      throws IOException, InterruptedException {
    this.directory = directory;
    Files.createDirectories(directory);
    List<String> settings = new ArrayList<>(List.of("env"));
    variables.forEach((name, value) -> settings.add(name + "=" + value));
    End started = command(settings, "up", options);
    assertThat(started.exitCode()).as("submit/cluster up: %s", started).isZero();
    Matcher master = MASTER.matcher(started.out());
    assertThat(master.find()).as(started.out()).isTrue();
    this.url = master.group(1);
  }

  /** For {@code --master}. */
  String url() {
    return url;
  }

  /** Runs {@code submit/cluster} to its end. */
  End command(String verb, String... options) throws IOException, InterruptedException {
    return command(List.of(), verb, options);
  }

  private End command(List<String> before, String verb, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(RunningProgram.ROOT.resolve("submit/cluster").toString(), verb));
    command.addAll(List.of("--dir", directory.toString()));
    command.addAll(List.of(options));
    return RunningProgram.start(directory, command).end();
  }

  /** Master, workers, and what the workers started for applications. */
  List<ProcessHandle> processes() throws IOException {
    List<ProcessHandle> processes = new ArrayList<>();
    for (String member : List.of("master", "worker-0", "worker-1")) {
      ProcessHandle process = member(member);
      Stream.concat(Stream.of(process), process.descendants()).forEach(processes::add);
    }
    return processes;
  }

  private ProcessHandle member(String name) throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(pidFile(name)).strip())).orElseThrow();
  }

  private Path pidFile(String member) {
    return directory.resolve(member + ".pid");
  }

  /** The executors of one worker, at this moment. */
  List<ProcessHandle> executors(String worker) throws IOException {
    return member(worker)
        .descendants()
        .filter(process -> commandLine(process).contains(EXECUTOR))
        .toList();
  }

  /** The whole command line: {@link ProcessHandle.Info} leaves out one as long as an executor's. */
  private static List<String> commandLine(ProcessHandle process) {
    return strings(process, "cmdline");
  }

  private static List<String> strings(ProcessHandle process, String file) {
    try {
      String content = Files.readString(Path.of("/proc/%d/%s".formatted(process.pid(), file)));
      return List.of(content.split("\0"));
    } catch (IOException e) {
      // It has ended meanwhile.
      return List.of();
    }
  }

  /** Kills a worker, with no word to it, and starts another in its place as the first was. */
  void replace(String worker) throws IOException, InterruptedException {
    ProcessHandle killed = member(worker);
    ProcessBuilder builder =
        new ProcessBuilder(commandLine(killed))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(worker + ".log").toFile());
    builder.environment().putAll(environment(killed));
    killed.destroyForcibly();
    killed.onExit().join();
    Files.writeString(pidFile(worker), Long.toString(builder.start().pid()));
  }

  private static Map<String, String> environment(ProcessHandle process) {
    return strings(process, "environ").stream()
        .map(variable -> variable.split("=", 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  /** What the drivers that ran on the cluster wrote to a stream of theirs. */
  String driverOutput(String stream) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("work"))) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().matches(".*/driver-.*/" + stream)).toList()) {
        text.append(Files.readString(file));
      }
      return text.toString();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      assertThat(command("down").exitCode()).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the cluster may still be up: " + directory, e);
    }
  }
}
