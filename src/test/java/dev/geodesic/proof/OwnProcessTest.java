package dev.geodesic.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.geodesic.proof.ProcessFailedException.Meaning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
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

  /** A task that has all the time but its own. */
  private record Endless() implements Task<String> {
    @Override
    public Duration most() {
      return Duration.ofSeconds(5);
    }

    @Override
    public String run(Progress progress) {
      while (true) {
        progress.at("a round");
        try {
          Thread.sleep(100);
        } catch (InterruptedException e) {
          return "interrupted";
        }
      }
    }
  }

  @Test
  void progressWithoutAnEndIsEnded() {
    failsWith(PATIENT, new Endless(), "is too slow: it has not ended within 5 s, in a round");
  }

  @Test
  void theCauseOfAnErrorInAnotherThreadIsTold() {
    failsWith(
        PATIENT,
        progress -> {
          throw new CompletionException(new IllegalStateException("of a slot"));
        },
        "failed: java.lang.IllegalStateException: of a slot, at its start");
  }

  @Test
  void whatAFailureMeansIsTold() {
    means(
        Meaning.FAILS,
        progress -> {
          throw new IllegalStateException("wrong");
        });
    means(
        Meaning.FAILS_NOW,
        progress -> {
          throw new OutOfMemoryError("full");
        });
    means(
        Meaning.FAILS_NOW,
        progress -> {
          Runtime.getRuntime().halt(137);
          return "";
        });
    means(
        Meaning.NOTHING,
        progress -> {
          throw new UncheckedIOException(new IOException("No space left on device"));
        });
    means(
        Meaning.NOTHING,
        progress -> {
          throw new UnsatisfiedLinkError("failed to map segment from shared object");
        });
  }

  private static void means(Meaning meaning, Task<String> task) {
    assertThatExceptionOfType(ProcessFailedException.class)
        .isThrownBy(() -> PATIENT.run(task))
        .extracting(ProcessFailedException::meaning)
        .isEqualTo(meaning);
  }

  /** Where the process that waits is killed, nobody else can. */
  @Test
  void itDeletesItsFolderWhereItsStarterIsGone(@TempDir Path folder) throws Exception {
    Path working = Files.createDirectory(folder.resolve("working"));
    Task<String> task =
        progress -> {
          progress.at("a wait");
          try {
            Thread.sleep(3_600_000);
          } catch (InterruptedException e) {
            return "interrupted";
          }
          return "woken";
        };
    Files.write(working.resolve(TaskMain.TASK), TaskMain.bytes(task));
    Process process = OwnProcess.start(working, 128L << 20);
    while (!Files.exists(working.resolve(TaskMain.PROGRESS))) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }

    process.getOutputStream().close();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(working).doesNotExist();
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
