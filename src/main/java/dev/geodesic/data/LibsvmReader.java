package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.List;

/**
 * Reads samples in LIBSVM's format (see {@link LibsvmParser}) into features, which are not scaled,
 * and dense or sparse, as {@link SparseFeatures#suit} says. Classes are the distinct labels in
 * ascending order. There is no test set. The text is read twice, first to measure it, so that
 * exactly the memory needed is allocated.
 */
final class LibsvmReader implements FoundData {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Estimated bytes of a feature's index and value in a compressed array of mostly zeros. */
  private static final int COMPRESSED_FEATURE_BYTES = 8;

  /** Estimated length of a compressed array of zeros, relative to the array. */
  private static final double COMPRESSED_ZEROS = 1.0 / 200;

  private final DataPlace place;
  private final List<DataPlace> files;
  private final LibsvmMeasure measure;
  private final long[] classes;

  private LibsvmReader(
      DataPlace place, List<DataPlace> files, LibsvmMeasure measure, long[] classes) {
    this.place = place;
    this.files = files;
    this.measure = measure;
    this.classes = classes;
  }

  /**
   * Measures the samples at {@code place}, a file or a directory of parts.
   *
   * @throws RequestException if they are malformed, too many, or of one class
   */
  static FoundData find(DataPlace place) {
    List<DataPlace> files = LibsvmFiles.of(place);
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
    LibsvmReader found = new LibsvmReader(place, files, measure, classes);
    if (measure.nonzeros() > LARGEST_ARRAY) {
      throw unusable(
          place,
          "values that are not 0 must be <= %d, got: %d, which take %s"
              .formatted(
                  LARGEST_ARRAY, measure.nonzeros(), HeapNeed.gigabytes(found.size().bytes())));
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
    if (isSparse()) {
      return DataSize.sparse(measure.count(), measure.width(), measure.nonzeros());
    }
    double bytes = (double) measure.count() * measure.width() * Float.BYTES;
    double compressed =
        Math.min(bytes, COMPRESSED_FEATURE_BYTES * measure.features() + COMPRESSED_ZEROS * bytes);
    return new DataSize(measure.count(), measure.width(), Float.BYTES, compressed);
  }

  private boolean isSparse() {
    return SparseFeatures.suit(measure.count(), measure.width(), measure.nonzeros());
  }

  @Override
  public DataSet read() {
    int[] labels = new int[measure.count()];
    Arrays.setAll(labels, sample -> Arrays.binarySearch(classes, measure.label(sample)));
    Store store = isSparse() ? new Sparse() : new Dense();
    for (DataPlace file : files) {
      parse(file, store);
    }
    if (store.samples != labels.length) {
      throw changed();
    }
    DataSet data = DataSet.of(store.features(labels)).withLabels(classes);
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
    return store.narrowing.note().map(data::withNote).orElse(data);
  }

  private RequestException changed() {
    return unusable(place, "it changed while it was read");
  }

  private static RequestException unusable(DataPlace place, String reason) {
    return new RequestException(
        "Cannot read %s as a LIBSVM file: %s; correct the file, or dataset"
            .formatted(place.location(), reason));
  }

  /** Takes in the features of all samples. */
  private abstract class Store implements LibsvmParser.Sink {
    private final Narrowing narrowing = new Narrowing();

    /** The number of samples that have begun. */
    private int samples;

    @Override
    public void sample(long label, long line) {
      if (++samples > measure.count()) {
        throw changed();
      }
      begin(samples - 1);
    }

    @Override
    public void feature(int index, double value) {
      if (index >= measure.width()) {
        throw changed();
      }
      if (value != 0) {
        put(samples - 1, index, narrowing.narrow(value));
      }
    }

    abstract void begin(int sample);

    abstract void put(int sample, int index, float value);

    abstract RawSamples features(int[] labels);
  }

  private final class Dense extends Store {
    private final int width = measure.width();
    private final float[] values = new float[measure.count() * width];

    @Override
    void begin(int sample) {}

    @Override
    void put(int sample, int index, float value) {
      values[sample * width + index] = value;
    }

    @Override
    RawSamples features(int[] labels) {
      return new Features(values, labels, width);
    }
  }

  private final class Sparse extends Store {
    private final int[] starts = new int[measure.count() + 1];
    private final int[] columns = new int[(int) measure.nonzeros()];
    private final float[] values = new float[(int) measure.nonzeros()];
    private int stored;

    @Override
    void begin(int sample) {
      starts[sample] = stored;
    }

    @Override
    void put(int sample, int index, float value) {
      if (Float.floatToRawIntBits(value) == 0) {
        return;
      }
      if (stored == values.length) {
        throw changed();
      }
      columns[stored] = index;
      values[stored++] = value;
    }

    @Override
    RawSamples features(int[] labels) {
      if (stored != values.length) {
        throw changed();
      }
      starts[labels.length] = stored;
      return new SparseFeatures(new SparseRows(starts, columns, values, measure.width()), labels);
    }
  }
}
