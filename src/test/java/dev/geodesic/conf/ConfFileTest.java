package dev.geodesic.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conf as a file: where it lies, what its bytes are, what its name gives the sweep. */
class ConfFileTest {
  private static final String CONF =
      """
      sweep.steps = 1   # größer
      data { dataset = mnist, batch-size = 1 }
      optimizers = [ { name = sgd, learning-rate = 1 } ]
      """;

  @TempDir Path directory;

  @BeforeEach
  void twoConfs() throws IOException {
    Files.writeString(directory.resolve("tuned.conf"), CONF);
    Files.writeString(directory.resolve("first.try.conf"), CONF);
    Files.writeString(directory.resolve("notes.txt"), "no conf");
  }

  @Test
  void givesItsNameToTheSweep() {
    assertThat(nameOf("tuned.conf")).isEqualTo("tuned");
    assertThat(nameOf("first.try.conf")).isEqualTo("first.try");
    assertThat(ConfReader.parse(CONF, "hdfs://host:9000/confs/far", List.of()).sweep().name())
        .isEqualTo("far");
  }

  @Test
  void mayHaveANameThatIsNoneForASweepIfItSaysAnother() throws IOException {
    Path file = Files.writeString(directory.resolve("my sweep.conf"), CONF);

    assertThat(ConfReader.read(file, List.of("sweep.name=mine")).sweep().name()).isEqualTo("mine");
    assertRefused(
        file,
        file
            + ": sweep.name must be at most 100 letters, digits, '.', '_' and '-', a letter or"
            + " digit first, got: \"my sweep\" (the file's name); set sweep.name");
  }

  @Test
  void mayBeginWithAByteOrderMark() throws IOException {
    Path file = Files.writeString(directory.resolve("marked.conf"), "\uFEFF" + CONF);

    assertThat(ConfReader.read(file, List.of()).sweep().schedule().steps()).isEqualTo(1);
  }

  @Test
  void mustBeThere() {
    Path file = directory.resolve("tunde.conf");

    assertRefused(
        file,
        "Cannot read the conf: no such file: " + file + "; there are: first.try.conf, tuned.conf");
    assertRefused(
        directory.resolve("no/where.conf"),
        "Cannot read the conf: no such file: " + directory.resolve("no/where.conf"));
  }

  @Test
  void mustNotBeADirectory() {
    assertRefused(
        directory,
        "Cannot read the conf: must be a file, got the directory: "
            + directory
            + "; there are: first.try.conf, tuned.conf");
  }

  @Test
  void mustBeUtf8() throws IOException {
    Path file = directory.resolve("latin.conf");
    Files.write(file, CONF.getBytes(StandardCharsets.ISO_8859_1));

    assertRefused(file, "Cannot read the conf: must be text in UTF-8, got other bytes in: " + file);
  }

  private String nameOf(String file) {
    return ConfReader.read(directory.resolve(file), List.of()).sweep().name();
  }

  private static void assertRefused(Path file, String message) {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> ConfReader.read(file, List.of()))
        .withMessage(message);
  }
}
