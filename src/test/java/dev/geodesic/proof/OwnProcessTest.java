package dev.geodesic.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work in real processes, which end as drivers end them. */
class OwnProcessTest {
  private static final OwnProcess PATIENT = new OwnProcess(Duration.ofSeconds(60));

  private static void failsWith(OwnProcess process, Task<String> task, String message) {
    assertThatExceptionOfType(ProcessFailedException.class)
        .isThrownBy(() -> process.run(task))
        .withMessage("the process that tries it out " + message);
  }

  @Test
  void itsAnswerComesBack() throws Exception {
    String asked = "asked";
    Task<String> task = progress -> asked + " " + ProcessHandle.current().pid();

    assertThat(PATIENT.run(task))
        .startsWith("asked ")
        .isNotEqualTo("asked " + ProcessHandle.current().pid());
  }

  @Test
  void aCrashIsTold() {
    failsWith(
        PATIENT,
        progress -> {
          progress.at("one step");
          progress.at("another");
          Runtime.getRuntime().halt(134);
          return "";
        },
        "ended with exit code 134, in another");
  }

  /** The start of Java takes a while where much else runs. */
  @Test
  void aHangIsEnded() {
    failsWith(
        new OwnProcess(Duration.ofSeconds(10)),
        progress -> {
          progress.at("a step");
          try {
            Thread.sleep(3_600_000);
          } catch (InterruptedException e) {
            return "interrupted";
          }
          return "woken";
        },
        "has not gone on for 10 s, in a step");
  }

  @Test
  void anErrorIsTold() {
    failsWith(
        PATIENT,
        progress -> {
          throw new UnsatisfiedLinkError("no such library\nmore");
        },
        "failed: java.lang.UnsatisfiedLinkError: no such library, at its start");
  }

  /** As an executor has the jars of the program. */
  @Test
  void itHasTheJarsOfOtherClassLoaders(@TempDir Path folder) throws IOException {
    Path jar = Files.createFile(folder.resolve("a b.jar"));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, Objects.requireNonNull(before))) {
      thread.setContextClassLoader(loader);
      assertThat(ClassPath.ofThisProgram().split(":", -1))
          .contains(jar.toString())
          .contains(
              Path.of(System.getProperty("java.class.path").split(":", 2)[0])
                  .toAbsolutePath()
                  .toString());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
