package dev.geodesic.data;

import static dev.geodesic.data.FileEdits.bytes;
import static dev.geodesic.data.FileEdits.cut;
import static dev.geodesic.data.FileEdits.delete;
import static dev.geodesic.data.FileEdits.flip;
import static dev.geodesic.data.FileEdits.forEach;
import static dev.geodesic.data.FileEdits.replace;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.geodesic.trial.RequestException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxMistakesTest {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aMistakeIsAnsweredInOneLine(
      String mistake, Consumer<Path> change, String message, @TempDir Path directory) {
    IdxFiles.write(directory, 2, 2, 4, 2);

    change.accept(directory);

    assertThatThrownBy(() -> DataSets.find(DataRequest.of(DataPlace.local(directory))).read())
        .as(mistake)
        .isInstanceOf(RequestException.class)
        .hasMessage(message.replace("DIR", directory.toString()));
  }

  static Stream<Arguments> mistakes() {
    String again = "; fetch or copy the file again";
    String place = "; put it there, or correct dataset";
    return Stream.of(
        mistake(
            "no images",
            directory -> delete(directory.resolve(TRAIN_IMAGES)),
            "Cannot find DIR/train-images-idx3-ubyte, compressed or not (there: t10k-images-idx3-ubyte,"
                + " t10k-labels-idx1-ubyte, train-labels-idx1-ubyte)"
                + place),
        mistake(
            "no labels",
            directory -> delete(directory.resolve(TRAIN_LABELS)),
            "Cannot find DIR/train-labels-idx1-ubyte, compressed or not (there: t10k-images-idx3-ubyte,"
                + " t10k-labels-idx1-ubyte, train-images-idx3-ubyte)"
                + place),
        mistake(
            "nothing at all",
            directory -> forEach(directory, FileEdits::delete),
            "Cannot find DIR/train-images-idx3-ubyte, compressed or not (the directory is empty)"
                + place),
        mistake(
            "half a test set",
            directory -> delete(directory.resolve(TEST_LABELS)),
            "Cannot find DIR/t10k-labels-idx1-ubyte, compressed or not (there: t10k-images-idx3-ubyte,"
                + " train-images-idx3-ubyte, train-labels-idx1-ubyte)"
                + place),
        mistake(
            "truncated",
            directory -> cut(directory.resolve(TRAIN_IMAGES), 16 + 13),
            "Cannot use DIR/train-images-idx3-ubyte: it must hold 16 values (4 x 2 x 2), got: 13"
                + again),
        mistake(
            "truncated header",
            directory -> cut(directory.resolve(TRAIN_IMAGES), 9),
            "Cannot use DIR/train-images-idx3-ubyte: its header must be 16 bytes long, got: 9"
                + again),
        mistake(
            "empty file",
            directory -> cut(directory.resolve(TRAIN_LABELS), 0),
            "Cannot use DIR/train-labels-idx1-ubyte: it is an empty file" + again),
        mistake(
            "too long",
            directory -> cut(directory.resolve(TEST_LABELS), 11),
            "Cannot use DIR/t10k-labels-idx1-ubyte: it must end after 2 values (2), got: more"
                + again),
        mistake(
            "labels in the place of images",
            directory ->
                replace(directory.resolve(TRAIN_IMAGES), bytes(directory.resolve(TRAIN_LABELS))),
            "Cannot use DIR/train-images-idx3-ubyte: it must hold images (count x rows x columns) or"
                + " features (count x width), got: 4 unsigned bytes, as labels are"),
        mistake(
            "a web page",
            directory ->
                replace(
                    directory.resolve(TRAIN_IMAGES),
                    "<html>Sign in</html>".getBytes(StandardCharsets.UTF_8)),
            "Cannot use DIR/train-images-idx3-ubyte: it is a web page; fetch the file again"),
        mistake(
            "one label too few",
            directory -> replace(directory.resolve(TRAIN_LABELS), IdxFiles.labels(0, 1, 0)),
            "Cannot pair DIR/train-images-idx3-ubyte with DIR/train-labels-idx1-ubyte: there must"
                + " be one label an image, got: 4 images and 3 labels"),
        mistake(
            "no samples",
            directory ->
                replace(directory.resolve(TRAIN_IMAGES), IdxFiles.images(0, 2, 2, new byte[0])),
            "Cannot use DIR/train-images-idx3-ubyte: every dimension must be >= 1, got: 0 x 2 x 2"
                + again),
        mistake(
            "a header that lies",
            directory ->
                replace(
                    directory.resolve(TRAIN_IMAGES),
                    IdxFiles.images(Integer.MAX_VALUE, 28, 28, new byte[16])),
            "Cannot use DIR/train-images-idx3-ubyte: it must hold <= 2147483639 values, got:"
                + " 2147483647 x 28 x 28"
                + again),
        mistake(
            "a negative size",
            directory ->
                replace(directory.resolve(TRAIN_IMAGES), IdxFiles.images(-4, 2, -2, new byte[16])),
            "Cannot use DIR/train-images-idx3-ubyte: every dimension must be >= 1, got: -4 x 2 x -2"
                + again),
        mistake(
            "truncated gzip",
            directory -> {
              Path file = directory.resolve(TRAIN_IMAGES);
              replace(file, IdxFiles.gzip(bytes(file)));
              cut(file, 20);
            },
            "Cannot use DIR/train-images-idx3-ubyte: its gzip cannot be expanded: it is cut off"
                + again),
        mistake(
            "corrupt gzip",
            directory -> {
              Path file = directory.resolve(TRAIN_IMAGES);
              replace(file, IdxFiles.gzip(bytes(file)));
              flip(file, bytes(file).length - 6);
            },
            "Cannot use DIR/train-images-idx3-ubyte: its gzip cannot be expanded:"
                + " Gzip-compressed data is corrupt (CRC32 error)"
                + again),
        mistake(
            "another shape for testing",
            directory ->
                replace(directory.resolve(TEST_IMAGES), IdxFiles.images(2, 1, 4, new byte[8])),
            "Cannot use DIR/t10k-images-idx3-ubyte: its images must be 2 x 2, as the training"
                + " images are, got: 1 x 4"),
        mistake(
            "one class",
            directory -> replace(directory.resolve(TRAIN_LABELS), IdxFiles.labels(7, 7, 7, 7)),
            "Cannot use DIR/train-labels-idx1-ubyte: it must hold labels of at least 2 classes,"
                + " got: only 7"));
  }

  private static Arguments mistake(String name, Consumer<Path> change, String message) {
    return arguments(name, change, message);
  }
}
