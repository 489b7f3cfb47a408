package dev.geodesic.proof;

import com.sun.management.OperatingSystemMXBean;
import dev.geodesic.proof.ProcessFailedException.Meaning;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work in a process of its own: with the Java, the classes and the environment of this one.
 */
final class OwnProcess {
  private static final Logger LOG = LoggerFactory.getLogger(OwnProcess.class);
  private static final long POLL_MILLIS = 10;

  private static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=crash.log");

  /** What to take over of the options of this process: access to modules, folders, cores. */
  private static final List<String> KEPT =
      List.of(
          "--add-",
          "-Dorg.bytedeco.",
          "-Duser.home=",
          "-Djava.io.tmpdir=",
          "-Djava.library.path=",
          "-XX:ActiveProcessorCount=");

  /** JavaCPP's limits are those of the memory that this process has. */
  private static final String OWN = "-Dorg.bytedeco.javacpp.max";

  /** What a shell makes of the signals by which a process is ended from outside. */
  private static final Set<Integer> KILLED = Set.of(129, 130, 137, 143);

  private final Duration patience;

  /**
   * Prepares a process.
   *
   * @param patience how long it may be without progress before it counts as stuck
   */
  OwnProcess(Duration patience) {
    this.patience = patience;
  }

  /**
   * Does some work, and returns its answer.
   *
   * @throws ProcessFailedException if there is none, as the process ended otherwise or is stuck
   */
  <V extends Serializable> V run(Task<V> task) throws ProcessFailedException {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("geodesic-proof");
      Files.write(folder.resolve(TaskMain.TASK), TaskMain.bytes(task));
      Process process = start(folder, task.bytes());
      try {
        await(process, folder, task.most());
      } finally {
        process.destroyForcibly();
      }
      @SuppressWarnings("unchecked")
      V answer = (V) answer(folder);
      return answer;
    } catch (IOException e) {
      throw new ProcessFailedException(
          Meaning.NOTHING, "no process could try it out (%s)".formatted(e));
    } finally {
      if (folder != null) {
        FileUtils.deleteQuietly(folder.toFile());
      }
    }
  }

  static Process start(Path folder, long bytes) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream<String> mine = ManagementFactory.getRuntimeMXBean().getInputArguments().stream();
    mine.filter(option -> KEPT.stream().anyMatch(option::startsWith) && !option.startsWith(OWN))
        .forEach(command::add);
    command.add("-Xmx%dm".formatted(Math.min(bytes, ofTheMachine()) >> 20));
    command.addAll(OPTIONS);
    command.add(TaskMain.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    // It is too long for a command line.
    builder.environment().put("CLASSPATH", ClassPath.ofThisProgram());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.start();
  }

  private static long ofTheMachine() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private void await(Process process, Path folder, Duration most)
      throws IOException, ProcessFailedException {
    Path progress = folder.resolve(TaskMain.PROGRESS);
    long started = System.nanoTime();
    long seen = 0;
    long moved = started;
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        long size = Files.exists(progress) ? Files.size(progress) : 0;
        if (size > seen) {
          seen = size;
          moved = System.nanoTime();
        } else if (System.nanoTime() - moved > patience.toNanos()) {
          throw failed(
              Meaning.FAILS_NOW,
              "has not gone on for %d s".formatted(patience.toSeconds()),
              folder);
        }
        if (System.nanoTime() - started > most.toNanos()) {
          throw failed(
              Meaning.FAILS_NOW,
              "is too slow: it has not ended within %d s".formatted(most.toSeconds()),
              folder);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessFailedException(
          Meaning.NOTHING, "the process that tries it out was interrupted");
    }
    if (process.exitValue() != 0) {
      Path trouble = folder.resolve(TaskMain.TROUBLE);
      throw Files.exists(trouble)
          ? failed(meaning(process.exitValue()), "failed: " + Files.readString(trouble), folder)
          : failed(
              KILLED.contains(process.exitValue()) ? Meaning.FAILS_NOW : Meaning.FAILS,
              "ended with exit code " + process.exitValue(),
              folder);
    }
  }

  /** Returns what an exit code of {@link TaskMain} means. */
  private static Meaning meaning(int exitCode) {
    return switch (exitCode) {
      case TaskMain.FAILS_NOW -> Meaning.FAILS_NOW;
      case TaskMain.FILES_FAIL -> Meaning.NOTHING;
      default -> Meaning.FAILS;
    };
  }

  private static ProcessFailedException failed(Meaning meaning, String how, Path folder)
      throws IOException {
    Path progress = folder.resolve(TaskMain.PROGRESS);
    List<String> steps = Files.exists(progress) ? Files.readAllLines(progress) : List.of();
    String where = steps.isEmpty() ? "at its start" : "in " + steps.get(steps.size() - 1);
    LOG.warn("A process {} {}: {}", how, where, output(folder));
    return new ProcessFailedException(
        meaning, "the process that tries it out %s, %s".formatted(how, where));
  }

  private static String output(Path folder) throws IOException {
    Path output = folder.resolve("output");
    return Files.exists(output)
        ? new String(Files.readAllBytes(output), Charset.defaultCharset())
        : "";
  }

  private static Object answer(Path folder) throws IOException, ProcessFailedException {
    try (ObjectInputStream in =
        new ObjectInputStream(Files.newInputStream(folder.resolve(TaskMain.ANSWER)))) {
      return in.readObject();
    } catch (ClassNotFoundException e) {
      throw new ProcessFailedException(
          Meaning.NOTHING, "the process that tries it out has other classes");
    }
  }
}
