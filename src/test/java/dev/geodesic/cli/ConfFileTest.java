package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conf by URI; {@code file:} stands for any file system of Hadoop. */
class ConfFileTest {
  private static final String CONF =
      """
      sweep { steps = 2 }
      data { dataset = mnist, batch-size = 4 }
      optimizers = [{ name = sgd, learning-rate = 0.1 }]
      """;

  @TempDir private Path directory;
  private Path file;
  private String uri;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("night.conf"), CONF);
    uri = file.toUri().toString();
  }

  @Test
  void aUriAndAPathAreReadAlike() {
    assertThat(uri).startsWith("file:/");
    assertThat(ConfFile.read(uri, List.of("sweep.steps=3")))
        .isEqualTo(ConfFile.read(file.toString(), List.of("sweep.steps=3")));
    assertThat(ConfFile.read(uri, List.of()).name()).isEqualTo("night");
  }

  @Test
  void aMistakeIsPlacedByItsUri() throws IOException {
    Files.writeString(file, CONF.replace("steps", "stpes"));

    assertThatThrownBy(() -> ConfFile.read(uri, List.of()))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith(uri + ":1: ");
  }

  @Test
  void whatIsNoConfIsNamed() throws IOException {
    String directoryUri = directory.toUri().toString();
    assertThatThrownBy(() -> ConfFile.read(directoryUri, List.of()))
        .hasMessage("Cannot read the conf: must be a file, got the directory: " + directoryUri);
    assertThatThrownBy(() -> ConfFile.read(uri + "x", List.of()))
        .hasMessage("Cannot read the conf: no such file: " + uri + "x");
    assertThatThrownBy(() -> ConfFile.read("nowhere://h/x.conf", List.of()))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot read the conf nowhere://h/x.conf: No FileSystem for");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 'x'});
    assertThatThrownBy(() -> ConfFile.read(uri, List.of()))
        .hasMessage("Cannot read the conf: must be text in UTF-8, got other bytes in: " + uri);
  }
}
