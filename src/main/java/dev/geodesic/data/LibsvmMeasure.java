package dev.geodesic.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts samples and features in LIBSVM's format, and keeps the labels. */
final class LibsvmMeasure implements LibsvmParser.Sink {
  private long[] labels = new long[1024];
  private int count;
  private int width;
  private long features;
  private long nonzeros;
  private boolean startsWithLabelAlone;
  private final Set<Long> labelsWithFeatures = new HashSet<>();

  /** For each label that is alone in a line, the first such line. */
  private final Map<Long, Line> linesAlone = new LinkedHashMap<>();

  private @Nullable DataPlace file;

  /** Samples in the files before this one. */
  private int countBefore;

  private long line;
  private boolean isAlone;

  /**
   * A line with a label.
   *
   * @param number of the line in its file, from 1
   * @param isFirst whether the file has no sample before it
   */
  record Line(DataPlace file, long number, long label, boolean isFirst) {}

  /** Begins the next file. */
  void start(DataPlace next) {
    endSample();
    file = next;
    countBefore = count;
  }

  @Override
  public void sample(long label, long at) {
    endSample();
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, Math.addExact(count, count >> 1));
    }
    labels[count++] = label;
    line = at;
    isAlone = true;
  }

  private void endSample() {
    if (isAlone && file != null) {
      long label = labels[count - 1];
      linesAlone.putIfAbsent(label, new Line(file, line, label, count == countBefore + 1));
      startsWithLabelAlone |= count == 1;
    }
    isAlone = false;
  }

  @Override
  public void feature(int index, double value) {
    features++;
    if (isStored(value)) {
      nonzeros++;
    }
    if (isAlone) {
      labelsWithFeatures.add(labels[count - 1]);
      isAlone = false;
    }
    width = Math.max(width, index + 1);
  }

  /**
   * Whether a value leaves a trace among zeros: neither 0 in the text, nor rounded to 0. What is
   * rounded to a negative zero does.
   */
  static boolean isStored(double value) {
    return value != 0 && Float.floatToRawIntBits((float) value) != 0;
  }

  /** Returns the number of samples. */
  int count() {
    return count;
  }

  /** Returns the number of features of a sample: the largest index, counted from 1. */
  int width() {
    return width;
  }

  /** Returns the number of features that the text holds, of all samples. */
  long features() {
    return features;
  }

  /** Returns the number of those features that {@link #isStored}. */
  long nonzeros() {
    return nonzeros;
  }

  /** Returns the label of a sample. */
  long label(int sample) {
    return labels[sample];
  }

  /** Returns the distinct labels, ascending. */
  long[] classes() {
    return Arrays.stream(labels, 0, count).sorted().distinct().toArray();
  }

  /** Whether the first of several samples is a label alone, as a header with a count would be. */
  boolean startsWithLabelAlone() {
    endSample();
    return startsWithLabelAlone && count > 1;
  }

  /**
   * Returns a line for each label that only stands alone in lines, and so may not be a label at
   * all.
   */
  List<Line> suspects() {
    endSample();
    return linesAlone.values().stream()
        .filter(alone -> !labelsWithFeatures.contains(alone.label()))
        .toList();
  }
}
