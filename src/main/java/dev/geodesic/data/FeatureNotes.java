package dev.geodesic.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Notes on features that are no errors, but seldom intended. */
record FeatureNotes(Features samples, List<String> names) {
  /** With fewer samples than this, row numbers and copies of the label arise by chance. */
  private static final int FEWEST = 10;

  /** Returns the notes, one for each kind. */
  List<String> all() {
    List<String> notes = new ArrayList<>();
    add(notes, this::isConstant, "the same in all samples, so nothing is learned from it");
    if (samples.count() >= FEWEST) {
      add(
          notes,
          this::tellsTheClass,
          "another number for each class, and the same for all its samples: is it the label itself?");
      add(notes, this::numbersRows, "1 more in each sample: is it a row number?");
    }
    return notes;
  }

  private void add(List<String> notes, IntPredicate isSo, String what) {
    List<String> so =
        IntStream.range(0, samples.width()).filter(isSo).mapToObj(names::get).toList();
    if (!so.isEmpty()) {
      notes.add(
          "%s %s %s"
              .formatted(
                  so.size() == 1 ? "feature" : "%,d features,".formatted(so.size()),
                  Excerpt.list(so),
                  (so.size() == 1 ? "is " : "are ") + what));
    }
  }

  private float value(int sample, int feature) {
    return samples.values()[sample * samples.width() + feature];
  }

  private boolean isConstant(int feature) {
    return IntStream.range(1, samples.count())
        .allMatch(sample -> value(sample, feature) == value(0, feature));
  }

  private boolean numbersRows(int feature) {
    return IntStream.range(1, samples.count())
        .allMatch(sample -> value(sample, feature) == value(sample - 1, feature) + 1);
  }

  private boolean tellsTheClass(int feature) {
    int classes = 1 + Arrays.stream(samples.labels()).max().orElse(0);
    if (samples.count() < 2 * classes) {
      return false;
    }
    float[] ofClass = new float[classes];
    Arrays.fill(ofClass, Float.NaN);
    for (int sample = 0; sample < samples.count(); sample++) {
      int label = samples.labels()[sample];
      float value = value(sample, feature);
      if (Float.isNaN(ofClass[label])) {
        ofClass[label] = value;
      } else if (ofClass[label] != value) {
        return false;
      }
    }
    Arrays.sort(ofClass);
    return IntStream.range(1, classes).allMatch(c -> ofClass[c] != ofClass[c - 1]);
  }
}
