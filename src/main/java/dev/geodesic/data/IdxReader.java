package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a directory of IDX files that are named as MNIST's: {@code train-images-idx3-ubyte} and
 * {@code train-labels-idx1-ubyte}, and for a test set the same with {@code t10k-} or {@code test-}.
 * Each may be gzipped, with {@code .gz} at the end of its name or without, and may have a dot
 * before {@code idx}.
 */
public final class IdxReader {
  private static final List<String> TEST_PREFIXES = List.of("t10k", "test");

  private final DataFiles directory;

  private IdxReader(DataFiles directory) {
    this.directory = directory;
  }

  /**
   * The data set in {@code directory}; classes are 0 to the largest label.
   *
   * @throws RequestException if a file is missing or damaged, or files do not fit together
   */
  public static DataSet read(DataFiles directory) {
    return new IdxReader(directory).read();
  }

  private DataSet read() {
    Part train = find("train").orElseThrow(() -> missing(spellings("train-images", "idx3").get(0)));
    checkClasses(train);
    Optional<Part> test =
        TEST_PREFIXES.stream().map(this::find).flatMap(Optional::stream).findFirst();
    if (test.isEmpty()) {
      return DataSet.of(train.pixels());
    }
    checkShapes(train, test.get());
    return DataSet.of(train.pixels(), test.get().pixels());
  }

  private static void checkClasses(Part train) {
    long[] distinct =
        Arrays.stream(train.pixels.labels()).distinct().limit(2).asLongStream().toArray();
    if (distinct.length < 2) {
      throw new RequestException(
          "Cannot use %s: it must hold labels of at least 2 classes, got: only %d"
              .formatted(train.labels, distinct[0]));
    }
  }

  private static void checkShapes(Part train, Part test) {
    if (!train.pixels.image().equals(test.pixels.image())) {
      throw new RequestException(
          "Cannot use %s: its images must be %s, as the training images are, got: %s"
              .formatted(test.images, train.pixels.image(), test.pixels.image()));
    }
  }

  /** Both files of {@code prefix}, or nothing where neither is there. */
  private Optional<Part> find(String prefix) {
    List<String> imageNames = spellings(prefix + "-images", "idx3");
    List<String> labelNames = spellings(prefix + "-labels", "idx1");
    Optional<IdxFile> images = read(imageNames, 3);
    Optional<IdxFile> labels = read(labelNames, 1);
    if (images.isEmpty() && labels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Part.of(
            images.orElseThrow(() -> missing(imageNames.get(0))),
            labels.orElseThrow(() -> missing(labelNames.get(0)))));
  }

  private static List<String> spellings(String stem, String format) {
    return Stream.of("-", ".")
        .map(separator -> stem + separator + format + "-ubyte")
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .toList();
  }

  private Optional<IdxFile> read(List<String> names, int dimensions) {
    for (String name : names) {
      String path = directory.location() + "/" + name;
      Optional<InputStream> file = open(name, path);
      if (file.isPresent()) {
        return Optional.of(IdxFile.read(file.get(), path, dimensions));
      }
    }
    return Optional.empty();
  }

  private Optional<InputStream> open(String name, String path) {
    try {
      return directory.open(name);
    } catch (IOException e) {
      throw new RequestException(
          "Cannot read %s: %s; check the file and its permissions".formatted(path, Cause.of(e)), e);
    }
  }

  private RequestException missing(String name) {
    return new RequestException(
        "Cannot find %s/%s, gzipped or not; put it there, or correct dataset"
            .formatted(directory.location(), name));
  }

  /** Images and labels that belong together, and the files that they came from. */
  private record Part(Pixels pixels, String images, String labels) {
    static Part of(IdxFile images, IdxFile labels) {
      if (images.sizes()[0] != labels.sizes()[0]) {
        throw new RequestException(
            "Cannot pair %s with %s: there must be one label an image, got: %d images and %d labels"
                .formatted(images.path(), labels.path(), images.sizes()[0], labels.sizes()[0]));
      }
      int[] classes = new int[labels.values().length];
      Arrays.setAll(classes, sample -> Byte.toUnsignedInt(labels.values()[sample]));
      ImageShape shape = new ImageShape(images.sizes()[1], images.sizes()[2]);
      return new Part(new Pixels(images.values(), classes, shape), images.path(), labels.path());
    }
  }
}
