package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A data set in LIBSVM's format (see {@link LibsvmParser}): features, which are not scaled, and are
 * held dense or sparse, as {@link SparseFeatures#suit} says of training and test set together.
 * Classes are the distinct labels in ascending order. The text is read twice, first to measure it,
 * so that exactly the memory needed is allocated.
 */
final class LibsvmData implements FoundData {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Estimated bytes of a feature's index and value in a compressed array of mostly zeros. */
  private static final int COMPRESSED_FEATURE_BYTES = 8;

  /** Estimated length of a compressed array of zeros, relative to the array. */
  private static final double COMPRESSED_ZEROS = 1.0 / 200;

  private final LibsvmPart train;
  private final Optional<LibsvmPart> test;
  private final long[] classes;
  private final int width;

  private LibsvmData(LibsvmPart train, Optional<LibsvmPart> test, long[] classes, int width) {
    this.train = train;
    this.test = test;
    this.classes = classes;
    this.width = width;
  }

  /**
   * Measures the samples at a place, a file or a directory of parts, and those of its test set.
   *
   * @throws RequestException if they are malformed, too many, or of one class
   */
  static FoundData find(DataRequest request) {
    LibsvmPart train = LibsvmPart.of(request.place());
    Optional<LibsvmPart> test = request.test().map(LibsvmPart::of);
    long[] trained = train.measure().classes();
    if (trained.length < 2) {
      throw train.unusable("it must hold labels of at least 2 classes, got: only " + trained[0]);
    }
    long[] tested = test.map(part -> part.measure().classes()).orElse(new long[0]);
    long[] classes =
        LongStream.concat(Arrays.stream(trained), Arrays.stream(tested))
            .sorted()
            .distinct()
            .toArray();
    int width =
        Math.max(train.measure().width(), test.map(part -> part.measure().width()).orElse(0));
    LibsvmData found = new LibsvmData(train, test, classes, width);
    if (found.nonzeros() > LARGEST_ARRAY) {
      throw train.unusable(
          "values that are not 0 must be <= %d, got: %d, which take %s"
              .formatted(
                  LARGEST_ARRAY, found.nonzeros(), HeapNeed.gigabytes(found.size().bytes())));
    }
    return found;
  }

  private List<LibsvmPart> parts() {
    return test.map(part -> List.of(train, part)).orElse(List.of(train));
  }

  private long samples() {
    return parts().stream().mapToLong(part -> part.measure().count()).sum();
  }

  private long nonzeros() {
    return parts().stream().mapToLong(part -> part.measure().nonzeros()).sum();
  }

  private boolean isSparse() {
    return SparseFeatures.suit(samples(), width, nonzeros());
  }

  @Override
  public DataSize size() {
    if (isSparse()) {
      return DataSize.sparse(samples(), width, nonzeros());
    }
    double bytes = (double) samples() * width * Float.BYTES;
    long written = parts().stream().mapToLong(part -> part.measure().features()).sum();
    double compressed =
        Math.min(bytes, COMPRESSED_FEATURE_BYTES * (double) written + COMPRESSED_ZEROS * bytes);
    return new DataSize(samples(), width, Float.BYTES, compressed);
  }

  @Override
  public DataSet read() {
    Narrowing narrowing = new Narrowing();
    RawSamples training = read(train, narrowing);
    DataSet data =
        test.isEmpty() ? DataSet.of(training) : DataSet.of(training, read(test.get(), narrowing));
    data = data.withNames(Arrays.stream(classes).mapToObj(String::valueOf).toList(), List.of());
    for (LibsvmPart part : parts()) {
      for (String note : part.notes()) {
        data = data.withNote(note);
      }
    }
    return narrowing.note().map(data::withNote).orElse(data);
  }

  private RawSamples read(LibsvmPart part, Narrowing narrowing) {
    return part.read(
        isSparse()
            ? new LibsvmStore.Sparse(part, width, narrowing)
            : new LibsvmStore.Dense(part, width, narrowing),
        classes);
  }
}
