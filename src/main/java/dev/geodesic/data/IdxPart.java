package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Images and labels that belong together.
 *
 * <p>Images have the dimensions count x rows x columns, or with two to four channels, as of
 * colours, count x rows x columns x channels or count x channels x rows x columns; or count x
 * features. Further dimensions of size 1 are ignored. In memory channels come last. Unsigned bytes
 * are pixels, where 255 becomes 1; values of every other type are features, which are not scaled.
 * Labels are integers, one for each sample; of QMNIST's eight columns the first is taken.
 *
 * @param images the samples
 * @param labels the labels of the samples
 */
record IdxPart(IdxFile images, IdxFile labels) {
  /** Columns of QMNIST's labels: the class, and seven numbers on the writer. */
  private static final int QMNIST_COLUMNS = 8;

  /** More values a pixel than colours and an opacity are not taken for channels. */
  private static final int MOST_CHANNELS = 4;

  private static final int LARGEST_LABEL = (1 << 16) - 1;

  /**
   * Reads the headers of both files.
   *
   * @throws RequestException if one of them is of another kind, or the numbers of samples differ
   */
  static IdxPart of(DataPlace images, DataPlace labels) {
    IdxPart part = new IdxPart(IdxFile.of(images), IdxFile.of(labels));
    part.requireImages();
    part.requireLabels();
    if (part.images.count() != part.labels.count()) {
      throw new RequestException(
          "Cannot pair %s with %s: there must be one label an image, got: %d images and %d labels"
              .formatted(
                  part.images.place().location(),
                  part.labels.place().location(),
                  part.images.count(),
                  part.labels.count()));
    }
    return part;
  }

  private void requireImages() {
    int dimensions = sides().length;
    if (dimensions < 1) {
      throw images.unusable(
          "it must hold images (count x rows x columns) or features (count x width), got: %s, as labels are"
              .formatted(images.header()));
    }
    if (dimensions > 2 && channels().isEmpty()) {
      throw images.unusable(
          "it must hold images (count x rows x columns, with %d to %d channels before or after these) or features (count x width), got: %s; save each image as one row of features"
              .formatted(2, MOST_CHANNELS, images.header()));
    }
  }

  private void requireLabels() {
    if (!labels.header().type().isInteger()) {
      throw labels.unusable(
          "labels must be integers, got: %s; save them as bytes".formatted(labels.header()));
    }
    int[] sizes = labels.header().sizes();
    boolean qmnist =
        sizes.length == 2 && sizes[1] == QMNIST_COLUMNS && labels.header().type() == IdxType.INT;
    if (labels.width() != 1 && !qmnist) {
      throw labels.unusable(
          "it must hold one label a sample, or QMNIST's %d columns of 32-bit integers, got: %s; save the class of each sample alone"
              .formatted(QMNIST_COLUMNS, labels.header()));
    }
  }

  /**
   * Returns the dimensions of a sample, without extra dimensions of size 1, such as one for colour.
   */
  private int[] sides() {
    int[] sizes = images.header().sizes();
    int[] sides = Arrays.copyOfRange(sizes, 1, sizes.length);
    return sides.length <= 2 ? sides : Arrays.stream(sides).filter(side -> side != 1).toArray();
  }

  /**
   * Returns which dimension of a sample, 2 or 0, is that of the channels; the last one if both
   * could be. Empty where a sample does not have three, or neither is that small.
   */
  private OptionalInt channels() {
    int[] sides = sides();
    return sides.length == 3
        ? IntStream.of(2, 0).filter(i -> sides[i] <= MOST_CHANNELS).findFirst()
        : OptionalInt.empty();
  }

  /** Returns the shape of a sample as an image; features count as one where it would be square. */
  private Optional<ImageShape> image() {
    int[] sides = sides();
    if (sides.length == 2) {
      return Optional.of(new ImageShape(sides[0], sides[1]));
    }
    return sides.length == 3
        ? Optional.of(
            areChannelsFirst()
                ? new ImageShape(sides[1], sides[2], sides[0])
                : new ImageShape(sides[0], sides[1], sides[2]))
        : ImageShape.squareOf(images.width());
  }

  private boolean areChannelsFirst() {
    return channels().orElse(2) == 0;
  }

  /**
   * Returns the place in a sample, channels last, of a value that the file has at {@code index}.
   */
  private int place(int index) {
    ImageShape shape = shape();
    int pixels = shape.rows() * shape.columns();
    return areChannelsFirst() ? index % pixels * shape.channels() + index / pixels : index;
  }

  /** Returns the shape of a sample; features that are no image are one row of it. */
  ImageShape shape() {
    return image().orElseGet(() -> new ImageShape(1, images.width()));
  }

  /** Refuses a test set whose images differ in shape or type from those of the training set. */
  void requireShapeOf(IdxPart train) {
    if (!shape().equals(train.shape())) {
      throw images.unusable(
          "its images must be %s, as the training images are, got: %s"
              .formatted(train.shape(), shape()));
    }
    if (images.header().type() != train.images.header().type()) {
      throw images.unusable(
          "it must hold %s, as the training images do, got: %s; values of two types differ in scale"
              .formatted(train.images.header().type().words(), images.header().type().words()));
    }
  }

  /** Refuses another part of the same meaning if its contents differ. */
  void requireSame(IdxPart other) {
    IdxDirectory.requireSame(images.place(), other.images.place());
    IdxDirectory.requireSame(labels.place(), other.labels.place());
  }

  /** Reads both files; {@code narrowing} rounds the values, and counts losses. */
  RawSamples read(Narrowing narrowing) {
    int[] classes = classes();
    if (images.header().type() == IdxType.UNSIGNED_BYTE) {
      return new Pixels(interleaved(images.bytes()), classes, shape());
    }
    int width = images.width();
    int[] places = IntStream.range(0, width).map(this::place).toArray();
    float[] values = new float[Math.multiplyExact(images.count(), width)];
    images.read(
        (index, value) ->
            values[index - index % width + places[index % width]] = narrowing.narrow(value));
    requireFinite(values);
    return new Features(values, classes, images.width(), image().orElse(null));
  }

  /** Moves the channels of each image to the end, in place. */
  private byte[] interleaved(byte[] values) {
    if (areChannelsFirst()) {
      int width = images.width();
      int[] places = IntStream.range(0, width).map(this::place).toArray();
      byte[] image = new byte[width];
      for (int start = 0; start < values.length; start += width) {
        System.arraycopy(values, start, image, 0, width);
        for (int i = 0; i < width; i++) {
          values[start + places[i]] = image[i];
        }
      }
    }
    return values;
  }

  private void requireFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw images.unusable(
            "values must be finite float32 numbers, got: %s in sample %d; leave such samples out"
                .formatted(values[i], 1 + i / images.width()));
      }
    }
  }

  private int[] classes() {
    int columns = labels.width();
    int[] classes = new int[labels.count()];
    labels.read(
        (index, value) -> {
          if (index % columns == 0) {
            classes[index / columns] = (int) value;
          }
        });
    IntStream.range(0, classes.length)
        .filter(sample -> classes[sample] < 0 || classes[sample] > LARGEST_LABEL)
        .findFirst()
        .ifPresent(
            sample -> {
              throw labels.unusable(
                  "labels must be in [0, %d], got: %d of sample %d; number the classes from 0 on"
                      .formatted(LARGEST_LABEL, classes[sample], sample + 1));
            });
    return classes;
  }
}
