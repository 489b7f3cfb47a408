package dev.geodesic.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures samples in LIBSVM's format, and keeps their labels. */
final class LibsvmMeasure implements LibsvmParser.Sink {
  private long[] labels = new long[1024];
  private int count;
  private int width;
  private long features;
  private boolean startsWithLabelAlone;
  private final Set<Long> labelsWithFeatures = new HashSet<>();

  /** The first line of each label that stands alone in a line. */
  private final Map<Long, Line> linesAlone = new LinkedHashMap<>();

  private @Nullable DataPlace file;

  /** Samples in the files before this one. */
  private int countBefore;

  private long line;
  private boolean isAlone;

  /**
   * Where a label stands.
   *
   * @param number in that file, from 1 on
   * @param isFirst whether no sample stands before it there
   */
  record Line(DataPlace file, long number, long label, boolean isFirst) {}

  /** What follows is of this file. */
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
    if (isAlone) {
      labelsWithFeatures.add(labels[count - 1]);
      isAlone = false;
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

  /** Whether the first line of all is a label alone, as a count of samples or features would be. */
  boolean startsWithLabelAlone() {
    endSample();
    return startsWithLabelAlone && count > 1;
  }

  /** A label each that no line with features has: they may be no labels of samples at all. */
  List<Line> suspects() {
    endSample();
    return linesAlone.values().stream()
        .filter(alone -> !labelsWithFeatures.contains(alone.label()))
        .toList();
  }
}
