package dev.geodesic.data;

import static dev.geodesic.data.FileEdits.bytes;
import static dev.geodesic.data.FileEdits.delete;
import static dev.geodesic.data.FileEdits.flip;
import static dev.geodesic.data.FileEdits.forEach;
import static dev.geodesic.data.FileEdits.rename;
import static dev.geodesic.data.FileEdits.replace;
import static dev.geodesic.data.FileEdits.reshape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdxReaderTest {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  @Test
  void readsWhatWasWritten(@TempDir Path directory) {
    DataSet data = read(IdxFiles.write(directory, 5, 3, 20, 6));

    assertThat(data.trainCount()).isEqualTo(20);
    assertThat(data.testCount()).isEqualTo(6);
    assertThat(data.shape()).contains(new ImageShape(5, 5));
    assertThat(data.classes()).isEqualTo(3);
  }

  /** Results of earlier versions stay with their data. */
  @Test
  void theFingerprintIsThatOfEveryVersion(@TempDir Path directory) {
    assertThat(read(IdxFiles.write(directory.resolve("a"), 5, 3, 20, 6)).fingerprint())
        .isEqualTo("68474227c35337545a0cedc609dbd932f16ab049ab8119399acc00153258ead0");
    assertThat(read(IdxFiles.write(directory.resolve("b"), 4, 2, 8, 0)).fingerprint())
        .isEqualTo("3896e9d4094356dbb5cbe083876c92912ebeaaa112ce4ae4fe43a3d8ac5b268d");
  }

  @Test
  void imagesNeedNotBeSquareNorDigits(@TempDir Path directory) {
    IdxFiles.write(directory.resolve(TRAIN_IMAGES), IdxFiles.images(2, 3, 7, new byte[42]));
    IdxFiles.write(directory.resolve(TRAIN_LABELS), IdxFiles.labels(0, 200));

    DataSet data = read(directory);

    assertThat(data.shape()).contains(new ImageShape(3, 7));
    assertThat(data.classes()).isEqualTo(201);
    assertThat(data.testCount()).isZero();
  }

  @ParameterizedTest
  @MethodSource("otherForms")
  void namesAndCompressionDoNotMatter(Consumer<Path> change, @TempDir Path directory) {
    String fingerprint = read(IdxFiles.write(directory, 4, 2, 8, 4)).fingerprint();

    change.accept(directory);

    DataSet changed = read(directory);
    assertThat(changed.fingerprint()).isEqualTo(fingerprint);
    assertThat(changed.testCount()).isEqualTo(4);
  }

  static Stream<Consumer<Path>> otherForms() {
    return Stream.of(
        directory -> rename(directory, name -> name.replace("-idx", ".idx")),
        directory -> rename(directory, name -> name.replace("t10k", "test")),
        directory -> forEach(directory, file -> replace(file, IdxFiles.gzip(bytes(file)))),
        directory -> {
          forEach(directory, file -> replace(file, IdxFiles.gzip(bytes(file))));
          rename(directory, name -> name + ".gz");
        },
        directory -> rename(directory, name -> name + ".gz"),
        directory -> rename(directory, name -> "emnist-letters-" + name),
        directory -> rename(directory, name -> name.replace("images-idx3", "images.idx3")),
        directory ->
            forEach(directory, file -> replace(file, IdxFiles.gzip(IdxFiles.gzip(bytes(file))))),
        directory -> forEach(directory, file -> replace(file, Packed.bzip2(bytes(file)))),
        directory -> forEach(directory, file -> replace(file, Packed.xz(bytes(file)))),
        directory -> forEach(directory, file -> replace(file, Packed.zip("a", bytes(file)))),
        IdxReaderTest::moveIntoDirectoriesOfTheirNames,
        directory -> moveBelow(directory, "MNIST/raw"),
        directory -> moveBelow(directory, "raw"),
        directory -> {
          // The same file twice over, once compressed.
          Path images = directory.resolve(TEST_IMAGES);
          replace(directory.resolve(TEST_IMAGES + ".gz"), IdxFiles.gzip(bytes(images)));
        });
  }

  /** As some programs expand archives. */
  private static void moveIntoDirectoriesOfTheirNames(Path directory) {
    forEach(
        directory,
        file -> {
          byte[] bytes = bytes(file);
          delete(file);
          String name = file.getFileName().toString();
          replace(file.resolve(name.replace("-idx", ".idx")), bytes);
        });
  }

  private static void moveBelow(Path directory, String below) {
    forEach(
        directory,
        file -> {
          replace(directory.resolve(below).resolve(file.getFileName().toString()), bytes(file));
          delete(file);
        });
  }

  @ParameterizedTest
  @MethodSource("otherContents")
  void everyByteOfContentChangesTheFingerprint(Consumer<Path> change, @TempDir Path directory) {
    String fingerprint = read(IdxFiles.write(directory, 4, 2, 8, 4)).fingerprint();

    change.accept(directory);

    assertThat(read(directory).fingerprint()).isNotEqualTo(fingerprint);
  }

  static Stream<Consumer<Path>> otherContents() {
    return Stream.of(
        directory -> flip(directory.resolve(TRAIN_IMAGES), 16),
        directory -> flip(directory.resolve(TRAIN_IMAGES), 16 + 8 * 16 - 1),
        directory -> flip(directory.resolve(TRAIN_LABELS), 8),
        directory -> flip(directory.resolve(TEST_IMAGES), 20),
        directory -> flip(directory.resolve(TEST_LABELS), 8 + 3),
        directory -> {
          reshape(directory.resolve(TRAIN_IMAGES), 2, 8);
          reshape(directory.resolve(TEST_IMAGES), 2, 8);
        },
        directory -> {
          delete(directory.resolve(TEST_IMAGES));
          delete(directory.resolve(TEST_LABELS));
        });
  }

  @Test
  void aDirectoryThatIsNamedAsAFileIsNotRead(@TempDir Path directory) throws IOException {
    IdxFiles.write(directory, 2, 2, 4, 0);
    delete(directory.resolve(TRAIN_LABELS));
    Files.createDirectory(directory.resolve(TRAIN_LABELS));

    assertThatThrownBy(() -> read(directory))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot find " + directory.resolve(TRAIN_LABELS));
  }

  private static DataSet read(Path directory) {
    return DataSets.find(DataRequest.of(DataPlace.local(directory))).read();
  }
}
