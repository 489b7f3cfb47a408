package dev.geodesic.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Words on classes that are missing somewhere: no error, and mostly none that was meant.
 *
 * @param count number of classes
 * @param labels what the file calls them, where that is not their number
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record ClassNotes(int count, long @Nullable [] labels) {
  private static final int MOST_NAMED = 8;

  /** Fewer samples than this may well be of one class each. */
  private static final int FEWEST_NAMED = 20;

  /** On samples that were not split. */
  Optional<String> ofAll(int[] samples) {
    return never(present(samples));
  }

  /** Where most samples have a class of their own. */
  Optional<String> ofNames(int[] samples) {
    int found = present(samples).cardinality();
    return samples.length < FEWEST_NAMED || 2 * found <= samples.length
        ? Optional.empty()
        : Optional.of(
            "%,d samples have %,d different labels: are they names of samples, or numbers to predict?"
                .formatted(samples.length, found));
  }

  /** On samples for training and their holdout. */
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
            .mapToObj(c -> String.valueOf(labels == null ? c : labels[c]))
            .collect(Collectors.joining(", "));
    int more = classes.cardinality() - MOST_NAMED;
    return (classes.cardinality() == 1 ? "class " : "classes ")
        + some
        + (more > 0 ? " and %,d more".formatted(more) : "");
  }
}
