package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.List;

/**
 * Reads samples in LIBSVM's format (see {@link LibsvmParser}) into dense features, which are not
 * scaled. Classes are the distinct labels in ascending order. There is no test set. The text is
 * read twice, first to measure it, so that exactly the memory needed is allocated.
 */
final class LibsvmData implements FoundData {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Estimated bytes of a feature's index and value in a compressed array of mostly zeros. */
  private static final int COMPRESSED_FEATURE_BYTES = 8;

  /** Estimated length of a compressed array of zeros, relative to the array. */
  private static final double COMPRESSED_ZEROS = 1.0 / 200;

  private final DataPlace place;
  private final List<DataPlace> files;
  private final LibsvmMeasure measure;
  private final long[] classes;

  private LibsvmData(
      DataPlace place, List<DataPlace> files, LibsvmMeasure measure, long[] classes) {
    this.place = place;
    this.files = files;
    this.measure = measure;
    this.classes = classes;
  }

  /**
   * Measures the samples at {@code place}, a file or a directory of parts.
   *
   * @throws RequestException if they are malformed, too many to be held densely, or of one class
   */
  static FoundData find(DataPlace place) {
    List<DataPlace> files = PartFiles.of(place);
    LibsvmMeasure measure = new LibsvmMeasure();
    for (DataPlace file : files) {
      measure.start(file);
      parse(file, measure);
    }
    if (measure.count() == 0) {
      throw unusable(place, "it holds no samples");
    }
    if (measure.features() == 0) {
      throw unusable(place, "no line holds a feature");
    }
    measure.suspects().stream()
        .filter(LibsvmMeasure.Line::isFirst)
        .findFirst()
        .ifPresent(
            line -> {
              throw unusable(
                  line.file(),
                  "line %,d is a label alone, %d, which no line with features has; take it out if it is a header, or write \"%2$d 1:0\" if it is a sample of zeros"
                      .formatted(line.number(), line.label()));
            });
    long[] classes = measure.classes();
    if (classes.length < 2) {
      throw unusable(place, "it must hold labels of at least 2 classes, got: only " + classes[0]);
    }
    LibsvmData found = new LibsvmData(place, files, measure, classes);
    if ((double) measure.count() * measure.width() > LARGEST_ARRAY) {
      throw unusable(
          place,
          "samples x features must be <= %d, got: %d x %d, which take %s"
              .formatted(
                  LARGEST_ARRAY,
                  measure.count(),
                  measure.width(),
                  HeapNeed.gigabytes(found.size().bytes())));
    }
    return found;
  }

  private static void parse(DataPlace file, LibsvmParser.Sink sink) {
    Contents.read(
        file,
        contents -> {
          requireText(file, contents.head());
          try {
            LibsvmParser.parse(contents.stream(), sink);
          } catch (LibsvmParser.Mistake e) {
            throw unusable(file, String.valueOf(e.getMessage()));
          }
          return sink;
        });
  }

  /** Refuses binary files. An empty file is accepted, as some of several parts may be empty. */
  private static void requireText(DataPlace file, byte[] head) {
    if (head.length == 0) {
      return;
    }
    FileKind.of(head)
        .ifPresent(
            kind -> {
              throw new RequestException(
                  "Cannot read %s as a LIBSVM file: %s".formatted(file.location(), kind));
            });
    if (IdxHeader.of(head).isPresent()) {
      throw unusable(file, "it is an IDX file; name the directory that it lies in");
    }
    if (FileKind.isBinary(head)) {
      throw unusable(file, "it is no text");
    }
  }

  @Override
  public DataSize size() {
    double bytes = (double) measure.count() * measure.width() * Float.BYTES;
    double compressed =
        Math.min(bytes, COMPRESSED_FEATURE_BYTES * measure.features() + COMPRESSED_ZEROS * bytes);
    return new DataSize(measure.count(), measure.width(), Float.BYTES, compressed);
  }

  @Override
  public DataSet read() {
    int width = measure.width();
    int[] labels = new int[measure.count()];
    Arrays.setAll(labels, sample -> Arrays.binarySearch(classes, measure.label(sample)));
    Dense dense = new Dense(new float[measure.count() * width], width);
    for (DataPlace file : files) {
      parse(file, dense);
    }
    if (dense.samples != labels.length) {
      throw changed();
    }
    List<String> names = Arrays.stream(classes).mapToObj(String::valueOf).toList();
    DataSet data =
        DataSet.of(new Features(dense.values, labels, width)).withNames(names, List.of());
    if (measure.startsWithLabelAlone()) {
      data =
          data.withNote(
              "the first line is a label alone, which is taken for a sample of zeros, not a header");
    }
    for (LibsvmMeasure.Line line : measure.suspects()) {
      data =
          data.withNote(
              "line %,d of %s is a label alone, %d, which no line with features has: it counts as a class"
                  .formatted(line.number(), line.file().location(), line.label()));
    }
    return dense.narrowing.note().map(data::withNote).orElse(data);
  }

  private RequestException changed() {
    return unusable(place, "it changed while it was read");
  }

  private static RequestException unusable(DataPlace place, String reason) {
    return new RequestException(
        "Cannot read %s as a LIBSVM file: %s; correct the file, or dataset"
            .formatted(place.location(), reason));
  }

  /** The features of all samples, {@code [samples, width]}. */
  private final class Dense implements LibsvmParser.Sink {
    private final float[] values;
    private final int width;
    private final Narrowing narrowing = new Narrowing();
    private int samples;

    private Dense(float[] values, int width) {
      this.values = values;
      this.width = width;
    }

    @Override
    public void sample(long label, long line) {
      if (++samples > measure.count()) {
        throw changed();
      }
    }

    @Override
    public void feature(int index, double value) {
      if (index >= width) {
        throw changed();
      }
      if (value != 0) {
        values[(samples - 1) * width + index] = narrowing.narrow(value);
      }
    }
  }
}
