package dev.geodesic.data;

import java.util.Arrays;

/** Measures samples in LIBSVM's format, and keeps their labels. */
final class LibsvmMeasure implements LibsvmParser.Sink {
  private long[] labels = new long[1024];
  private int count;
  private int width;
  private long features;
  private long firstLine;
  private long featuresOfFirst;

  @Override
  public void sample(long label, long line) {
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, Math.addExact(count, count >> 1));
    }
    if (count == 0) {
      firstLine = line;
    }
    labels[count++] = label;
  }

  @Override
  public void feature(int index, double value) {
    features++;
    if (count == 1) {
      featuresOfFirst++;
    }
    width = Math.max(width, index + 1);
  }

  /** Number of samples. */
  int count() {
    return count;
  }

  /** Features a sample: the largest index. */
  int width() {
    return width;
  }

  /** Features that are written down, of all samples. */
  long features() {
    return features;
  }

  /** The label of a sample. */
  long label(int sample) {
    return labels[sample];
  }

  /** The labels that occur, ascending. */
  long[] classes() {
    return Arrays.stream(labels, 0, count).sorted().distinct().toArray();
  }

  /** The line of the first sample. */
  long firstLine() {
    return firstLine;
  }

  /** Whether the first line of all is a label alone, as a count of samples or features would be. */
  boolean startsWithLabelAlone() {
    return count > 1 && featuresOfFirst == 0;
  }

  /** Whether that label is none of a class, as no other sample has it. */
  boolean headerSuspected() {
    return startsWithLabelAlone()
        && Arrays.stream(labels, 1, count).noneMatch(label -> label == labels[0]);
  }
}
