package dev.geodesic.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Notes on classes that are missing from a part of a data set, which are not errors, but seldom
 * intended.
 *
 * @param count number of classes
 * @param names the names of the classes in the file; none where they are 0, 1 and so on
 */
record ClassNotes(int count, List<String> names) {
  private static final int MOST_NAMED = 8;

  /** With fewer samples than this, it is plausible that each is of a class of its own. */
  private static final int FEWEST_NAMED = 20;

  /** Returns a note on classes missing from samples that are not split. */
  Optional<String> ofAll(int[] samples) {
    return never(present(samples));
  }

  /** Returns a note where there are more than half as many classes as samples. */
  Optional<String> ofNames(int[] samples) {
    int found = present(samples).cardinality();
    return samples.length < FEWEST_NAMED || 2 * found <= samples.length
        ? Optional.empty()
        : Optional.of(
            "%,d samples have %,d different labels: are they names of samples, or numbers to predict?"
                .formatted(samples.length, found));
  }

  /** Returns notes on classes missing from the training samples or the holdout. */
  List<String> ofParts(int[] training, int[] holdout) {
    BitSet trained = present(training);
    BitSet held = present(holdout);
    BitSet either = (BitSet) trained.clone();
    either.or(held);
    List<String> notes = new ArrayList<>();
    never(either).ifPresent(notes::add);
    if (trained.cardinality() == 1) {
      notes.add("all training samples are of %s".formatted(name(trained)));
    }
    held.andNot(trained);
    if (!held.isEmpty()) {
      notes.add(
          "no training sample is of %s, which the holdout has: it cannot be learned"
              .formatted(name(held)));
    }
    return notes;
  }

  private static BitSet present(int[] samples) {
    BitSet present = new BitSet();
    for (int label : samples) {
      present.set(label);
    }
    return present;
  }

  private Optional<String> never(BitSet present) {
    BitSet absent = new BitSet();
    absent.set(0, count);
    absent.andNot(present);
    return absent.isEmpty()
        ? Optional.empty()
        : Optional.of("no sample is of %s, of classes 0 to %d".formatted(name(absent), count - 1));
  }

  private String name(BitSet classes) {
    String some =
        classes.stream()
            .limit(MOST_NAMED)
            .mapToObj(c -> names.isEmpty() ? String.valueOf(c) : Excerpt.oneLine(names.get(c)))
            .collect(Collectors.joining(", "));
    int more = classes.cardinality() - MOST_NAMED;
    return (classes.cardinality() == 1 ? "class " : "classes ")
        + some
        + (more > 0 ? " and %,d more".formatted(more) : "");
  }
}
