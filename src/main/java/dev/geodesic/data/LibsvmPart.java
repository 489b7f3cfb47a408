package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A training or a test set in LIBSVM's format.
 *
 * @param place of the file, or of the directory of parts
 * @param files all files, in the order of their samples
 * @param measure what they hold
 */
record LibsvmPart(DataPlace place, List<DataPlace> files, LibsvmMeasure measure) {
  /**
   * Measures what lies at a place.
   *
   * @throws RequestException if it is malformed, or holds no samples
   */
  static LibsvmPart of(DataPlace place) {
    List<DataPlace> files = PartFiles.of(place);
    LibsvmMeasure measure = new LibsvmMeasure();
    for (DataPlace file : files) {
      measure.start(file);
      parse(file, measure);
    }
    LibsvmPart part = new LibsvmPart(place, files, measure);
    part.requireSamples();
    return part;
  }

  private void requireSamples() {
    if (measure.count() == 0) {
      throw unusable("it holds no samples");
    }
    if (measure.features() == 0) {
      throw unusable("no line holds a feature");
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

  /**
   * Reads the samples.
   *
   * @param store takes their features
   * @param classes the labels of all classes, ascending
   */
  RawSamples read(LibsvmStore store, long[] classes) {
    for (DataPlace file : files) {
      parse(file, store);
    }
    int[] labels = new int[measure.count()];
    Arrays.setAll(labels, sample -> Arrays.binarySearch(classes, measure.label(sample)));
    return store.end(labels);
  }

  /** Returns notes on lines that may not be what they are taken for. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (measure.startsWithLabelAlone()) {
      notes.add(
          "the first line is a label alone, which is taken for a sample of zeros, not a header");
    }
    for (LibsvmMeasure.Line line : measure.suspects()) {
      notes.add(
          "line %,d of %s is a label alone, %d, which no line with features has: it counts as a class"
              .formatted(line.number(), line.file().location(), line.label()));
    }
    return notes;
  }

  RequestException unusable(String reason) {
    return unusable(place, reason);
  }

  private static RequestException unusable(DataPlace place, String reason) {
    return new RequestException(
        "Cannot read %s as a LIBSVM file: %s; correct the file, or dataset"
            .formatted(place.location(), reason));
  }
}
