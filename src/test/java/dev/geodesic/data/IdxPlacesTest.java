package dev.geodesic.data;

import static dev.geodesic.data.FileEdits.bytes;
import static dev.geodesic.data.FileEdits.delete;
import static dev.geodesic.data.FileEdits.flip;
import static dev.geodesic.data.FileEdits.rename;
import static dev.geodesic.data.FileEdits.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the files in a directory are read. */
class IdxPlacesTest {
  @TempDir private Path directory;

  @Test
  void ofSeveralDataSetsInADirectoryOneIsNamed() {
    set("emnist-letters", 4);
    set("emnist-digits", 3);

    assertThatThrownBy(() -> load(directory))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot choose among the data sets in %s: emnist-digits, emnist-letters; name one, as in dataset = \"%s/emnist-digits\""
                .formatted(directory, directory));
    assertThat(load(directory.resolve("emnist-letters")).classes()).isEqualTo(4);
    assertThat(load(directory.resolve("emnist-digits")).testCount()).isEqualTo(4);
    assertThatThrownBy(() -> load(directory.resolve("emnist")))
        .hasMessageEndingWith("(nothing is there)");
  }

  @Test
  void ofSeveralDirectoriesOneIsNamed() {
    IdxFiles.write(directory.resolve("MNIST/raw"), 2, 2, 4, 2);
    assertThat(load(directory).notes()).contains("read from %s/MNIST/raw".formatted(directory));

    IdxFiles.write(directory.resolve("FashionMNIST/raw"), 2, 2, 6, 2);
    assertThatThrownBy(() -> load(directory))
        .hasMessageContaining(
            "FashionMNIST/raw, MNIST/raw; name one, as in dataset = \""
                + directory
                + "/FashionMNIST/raw\"");
    assertThat(load(directory.resolve("FashionMNIST")).trainCount()).isEqualTo(6);
  }

  @Test
  void whatIsThereIsListed() throws IOException {
    Files.writeString(directory.resolve("mnist.npz"), "");
    Files.writeString(directory.resolve("train-images.csv"), "");

    assertThatThrownBy(() -> load(directory))
        .hasMessage(
            "Cannot find %s/train-images-idx3-ubyte, compressed or not (there: mnist.npz, train-images.csv); put it there, or correct dataset"
                .formatted(directory));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train-images-idx3-ubyte.gz",
        "train-images.idx3-ubyte",
        "train-labels-idx1-ubyte.gz"
      })
  void twoSpellingsOfOneFileMustNotDiffer(String other) {
    IdxFiles.write(directory, 2, 2, 4, 2);
    Path stale =
        directory.resolve(
            other.contains("images") ? "train-images-idx3-ubyte" : "train-labels-idx1-ubyte");
    byte[] content = bytes(stale);
    replace(directory.resolve(other), IdxFiles.gzip(content));
    assertThat(load(directory).trainCount()).isEqualTo(4);

    flip(stale, content.length - 1);
    assertThatThrownBy(() -> load(directory))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot choose between " + directory)
        .hasMessageContaining(other)
        .hasMessageEndingWith(": they hold different data; delete the one that is not meant");
  }

  @Test
  void twoTestSetsMustNotDiffer() {
    IdxFiles.write(directory, 2, 2, 4, 2);
    replace(
        directory.resolve("test-images-idx3-ubyte"),
        bytes(directory.resolve("t10k-images-idx3-ubyte")));
    replace(
        directory.resolve("test-labels-idx1-ubyte"),
        bytes(directory.resolve("t10k-labels-idx1-ubyte")));
    assertThat(load(directory).testCount()).isEqualTo(2);

    flip(directory.resolve("test-images-idx3-ubyte"), 17);
    assertThatThrownBy(() -> load(directory)).hasMessageStartingWith("Cannot choose between ");

    delete(directory.resolve("test-images-idx3-ubyte"));
    assertThatThrownBy(() -> load(directory))
        .hasMessageStartingWith("Cannot find %s/test-images".formatted(directory));
  }

  @Test
  void aLinkToNothingIsNotTakenForNothing() throws IOException {
    IdxFiles.write(directory, 2, 2, 4, 2);
    Path images = directory.resolve("t10k-images-idx3-ubyte");
    Path labels = directory.resolve("t10k-labels-idx1-ubyte");
    for (Path file : List.of(images, labels)) {
      delete(file);
      Files.createSymbolicLink(file, Path.of("/gone/" + file.getFileName()));
    }

    assertThatThrownBy(() -> load(directory))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot read %s: it is a link to /gone/t10k-images-idx3-ubyte, where nothing is; check the file and its permissions"
                .formatted(images));
    assertThatThrownBy(
            () ->
                load(
                    Files.createSymbolicLink(
                        directory.resolve("data.svm"), Path.of("/gone/data.svm"))))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("it is a link to /gone/data.svm, where nothing is");
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/gone"));
    assertThatThrownBy(() -> load(link.resolve("data.svm")))
        .hasMessageContaining("%s is a link to /gone, where nothing is".formatted(link));
  }

  @Test
  void anotherBrokenLinkIsNoneOfTheDataSets() throws IOException {
    IdxFiles.write(directory.resolve("MNIST/raw"), 2, 2, 4, 2);
    Files.createSymbolicLink(directory.resolve("broken"), Path.of("/gone"));
    assertThat(load(directory).trainCount()).isEqualTo(4);

    delete(directory.resolve("MNIST/raw/train-images-idx3-ubyte"));
    delete(directory.resolve("MNIST/raw/train-labels-idx1-ubyte"));
    assertThatThrownBy(() -> load(directory)).hasMessageContaining("is a link to /gone");
  }

  @Test
  void aTestSetElsewhereIsTold() throws IOException {
    IdxFiles.write(directory.resolve("train"), 2, 2, 4, 2);
    Files.createDirectory(directory.resolve("test"));
    for (String file : List.of("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")) {
      Files.move(directory.resolve("train/" + file), directory.resolve("test/" + file));
    }
    assertThat(load(directory).notes())
        .contains(
            "the test set in %s is not read: it must lie beside the training set"
                .formatted(directory.resolve("test")));
  }

  @Test
  void aPipeIsNoFile() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> load(pipe))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("it is a pipe or a device");
  }

  /** Root may read everything, so no mode makes a file unreadable everywhere that tests run. */
  @Test
  void whatMayNotBeReadIsNotTakenForNothing() {
    IdxFiles.write(directory, 2, 2, 4, 2);
    DataPlace guarded = Guarded.under(directory, "t10k-images-idx3-ubyte");

    assertThatThrownBy(() -> DataSets.find(DataRequest.of(guarded)))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot read %s/t10k-images-idx3-ubyte: access denied; check the file and its permissions"
                .formatted(directory));
    assertThatThrownBy(
            () ->
                DataSets.find(
                    DataRequest.of(Guarded.under(directory, directory.getFileName().toString()))))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot read %s: access denied; check the file and its permissions"
                .formatted(directory));
  }

  /** A place of this machine below which all of one name may not be read. */
  private record Guarded(DataPlace place, String forbidden) implements DataPlace {
    static DataPlace under(Path directory, String forbidden) {
      return new Guarded(DataPlace.local(directory), forbidden);
    }

    private void enter() throws IOException {
      if (place.name().equals(forbidden)) {
        throw new AccessDeniedException(place.location());
      }
    }

    @Override
    public String location() {
      return place.location();
    }

    @Override
    public String uri() {
      return place.uri();
    }

    @Override
    public String name() {
      return place.name();
    }

    @Override
    public Kind kind() throws IOException {
      return place.kind();
    }

    @Override
    public java.util.OptionalLong length() throws IOException {
      return place.length();
    }

    @Override
    public List<DataPlace> list() throws IOException {
      enter();
      return place.list().stream().<DataPlace>map(p -> new Guarded(p, forbidden)).toList();
    }

    @Override
    public java.util.Optional<DataPlace> parent() {
      return place.parent();
    }

    @Override
    public java.io.InputStream open() throws IOException {
      enter();
      return place.open();
    }
  }

  @Test
  void classesThatAreMissingSomewhereAreNoted() {
    IdxFiles.write(directory, 2, 2, 4, 2);
    replace(directory.resolve("train-labels-idx1-ubyte"), IdxFiles.labels(1, 2, 4, 1));
    replace(directory.resolve("t10k-labels-idx1-ubyte"), IdxFiles.labels(3, 1));

    assertThat(load(directory).notes())
        .containsExactly(
            "no sample is of class 0, of classes 0 to 4",
            "no training sample is of class 3, which the holdout has: it cannot be learned");
  }

  private void set(String name, int classes) {
    Path scratch = directory.resolve("scratch");
    IdxFiles.write(scratch, 2, classes, 8, 4);
    rename(scratch, file -> "../" + name + "-" + file.replace("t10k", "test"));
    delete(scratch);
  }

  private static DataSet load(Path place) {
    return DataSets.find(DataRequest.of(DataPlace.local(place))).read();
  }
}
