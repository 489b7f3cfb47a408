package dev.geodesic.sweep.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.DataRequest;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  private static final String LINES = "1 1:2\n0 1:3\n";

  private final Configuration hadoop = new Configuration(false);

  @TempDir private Path directory;

  PlacesTest() {
    hadoop.setClass("fs.store.impl", Store.class, org.apache.hadoop.fs.FileSystem.class);
    // The site's: no path of this machine may go there.
    hadoop.set("fs.defaultFS", "store://site/");
  }

  /** Some other file system, whose files are this machine's. */
  public static final class Store extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("store://site/");
    }

    @Override
    public String getScheme() {
      return "store";
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fold[1].svm", "{a,b}", "a?b*", "a b", "_x.svm", ".x.svm", "a:b", "a%20b", "a+b"})
  void aNameIsTakenLiterallyWhereverItLies(String name) throws IOException {
    write("fold1.svm", "1 1:9\n0 1:9\n");
    write("a", "1 1:9\n0 1:9\n");
    Path file = write(name, LINES);
    String expected =
        DataSets.find(DataRequest.of(DataSets.at(file.toString()))).read().fingerprint();

    assertThat(load(file.toString()).fingerprint()).isEqualTo(expected);
    assertThat(load("file:" + file).fingerprint()).isEqualTo(expected);
    assertThat(load("file://" + file).fingerprint()).isEqualTo(expected);
    assertThat(load(file.toUri().toString()).fingerprint()).isEqualTo(expected);
    assertThat(load("store://site" + file).fingerprint()).isEqualTo(expected);
  }

  @Test
  void aDirectoryIsReadWhereverItLies() throws IOException {
    Path images = IdxFiles.write(directory.resolve("idx"), 4, 2, 8, 4);
    write("out/part-00000", LINES);
    write("out/.part-00000.crc", "\0");
    for (Path path : new Path[] {images, directory.resolve("out")}) {
      String expected = load(path.toString()).fingerprint();
      assertThat(load(path.toUri().toString()).fingerprint()).isEqualTo(expected);
      assertThat(load("store://site" + path).fingerprint()).isEqualTo(expected);
    }
  }

  @Test
  void aStaleChecksumBesideAFileIsNoneOfOurs() throws IOException {
    Path file = write("data.svm", LINES);
    write(".data.svm.crc", "crc\0\0\0\2\0\1\2\3\4");

    assertThat(load("file://" + file).trainCount()).isEqualTo(2);
  }

  @Test
  void whereNothingIsIsNamed() throws IOException {
    String absent = directory.resolve("absent").toString();
    for (String place : new String[] {absent, "store://site" + absent}) {
      assertThatThrownBy(() -> load(place))
          .isInstanceOf(RequestException.class)
          .hasMessageEndingWith("got: %s (nothing is there)".formatted(place));
    }
    assertThatThrownBy(() -> load("file://" + absent))
        .isInstanceOf(RequestException.class)
        .hasMessageEndingWith("got: %s (nothing is there)".formatted(absent));
    String empty = Files.createDirectories(directory.resolve("empty")).toString();
    assertThatThrownBy(() -> load("store://site" + empty))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot find store://site%s/train-images".formatted(empty));
  }

  @Test
  void whatIsOutOfReachIsNamed() {
    assertThatThrownBy(() -> load("nowhere://h/digits"))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot reach the data set nowhere://h/digits: No FileSystem for");
    hadoop.set("fs.gone.impl", "org.example.NoSuchClass");
    assertThatThrownBy(() -> load("gone://h/digits"))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot reach the data set gone://h/digits: ");
    assertThatThrownBy(() -> load("file://host/data.svm"))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("host is taken for a host; write file:///host/data.svm");
  }

  private DataSet load(String dataset) {
    return DataSets.find(DataRequest.of(Places.of(dataset, hadoop))).read();
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
