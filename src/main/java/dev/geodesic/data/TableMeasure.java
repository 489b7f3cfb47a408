package dev.geodesic.data;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the rows of a table, and what cannot be used of it. */
final class TableMeasure implements Table.Sink {
  /** With more classes than this, the label is not what it is taken for. */
  static final int MOST_CLASSES = 1 << 16;

  private final Set<String> classes = new LinkedHashSet<>();
  private final Flaws missing;
  private final Flaws texts;
  private long rows;
  private long line;
  private long unlabelled;
  private long firstUnlabelled;

  /** Begins a table with this number of features. */
  TableMeasure(int features) {
    this.missing = new Flaws(features);
    this.texts = new Flaws(features);
  }

  /** How often features have a flaw, and where first. */
  static final class Flaws {
    private final long[] counts;
    private final long[] firstLines;
    private final @Nullable String[] firstTexts;

    private Flaws(int features) {
      counts = new long[features];
      firstLines = new long[features];
      firstTexts = new String[features];
    }

    private void add(int feature, long line, @Nullable String text) {
      if (counts[feature]++ == 0) {
        firstLines[feature] = line;
        firstTexts[feature] = text;
      }
    }

    long count(int feature) {
      return counts[feature];
    }

    long firstLine(int feature) {
      return firstLines[feature];
    }

    String firstText(int feature) {
      String text = firstTexts[feature];
      return text == null ? "" : text;
    }
  }

  @Override
  public void row(long at) {
    rows++;
    line = at;
  }

  @Override
  public void label(@Nullable String name) {
    if (name != null) {
      if (classes.size() <= MOST_CLASSES) {
        classes.add(name);
      }
    } else if (unlabelled++ == 0) {
      firstUnlabelled = line;
    }
  }

  @Override
  public void value(int feature, double value) {}

  @Override
  public void missing(int feature) {
    missing.add(feature, line, null);
  }

  @Override
  public void text(int feature, String text) {
    texts.add(feature, line, text);
  }

  /** Returns the number of rows. */
  long rows() {
    return rows;
  }

  /** Returns all spellings of the label, at most one more than {@link #MOST_CLASSES}. */
  Collection<String> classes() {
    return classes;
  }

  /** Returns the number of rows without a label. */
  long unlabelled() {
    return unlabelled;
  }

  /** Returns the line of the first row without a label. */
  long firstUnlabelled() {
    return firstUnlabelled;
  }

  /** Returns the features that are missing in some rows. */
  Flaws missing() {
    return missing;
  }

  /** Returns the features that are no number in some rows. */
  Flaws texts() {
    return texts;
  }
}
