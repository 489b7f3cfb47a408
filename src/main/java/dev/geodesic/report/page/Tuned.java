package dev.geodesic.report.page;

import dev.geodesic.store.Estimate;
import dev.geodesic.trial.FirstOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tuned against tuned on one problem: the best configuration of each optimizer, and its difference
 * to the best baseline.
 *
 * @param criterion by what they are judged, in words
 * @param baseline the optimizer that others are compared with: the best of first order, or the best
 *     of all where there is none; null where there is nothing to compare
 * @param entries best first
 * @param note what a reader has to know of them
 */
record Tuned(String criterion, @Nullable String baseline, List<Entry> entries, String note) {
  /** The verdict on what may be chance. */
  static final String NO_DIFFERENCE = "no difference shown";

  /** Probability below which a difference is called one. */
  private static final double SIGNIFICANT = 0.05;

  /**
   * One optimizer.
   *
   * @param optimizer its name
   * @param id of its best configuration
   * @param label of the same
   * @param tried configurations, those that came to no end included
   * @param seeds of the best one
   * @param lost of these
   * @param loss on the holdout, over the others
   * @param comparison with the baseline, on seeds that did not tune; null for the baseline itself
   *     and for too few seeds
   * @param p of the comparison, corrected for all of this table
   * @param verdict on it, in a few words
   */
  record Entry(
      String optimizer,
      String id,
      String label,
      int tried,
      int seeds,
      int lost,
      Estimate loss,
      @Nullable Comparison comparison,
      @Nullable Double p,
      String verdict) {}

  /** Compares the configurations of one problem. */
  static Tuned of(String criterion, List<Configuration> configurations, Scores scores) {
    List<Grid> ranked = Grid.ranked(configurations, scores);
    Optional<Grid> baseline = baseline(ranked);
    List<@Nullable Comparison> comparisons = comparisons(ranked, baseline);
    List<@Nullable Double> corrected = corrected(comparisons);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < ranked.size(); i++) {
      boolean isBaseline = baseline.filter(ranked.get(i)::equals).isPresent();
      entries.add(
          entry(
              ranked.get(i),
              comparisons.get(i),
              corrected.get(i),
              isBaseline
                  ? "baseline"
                  : verdict(ranked.get(i), ranked.size(), comparisons.get(i), corrected.get(i))));
    }
    String name = baseline.map(Grid::optimizer).orElse(null);
    return new Tuned(criterion, name, entries, Footnote.of(name, entries));
  }

  private static Optional<Grid> baseline(List<Grid> ranked) {
    return ranked.size() < 2
        ? Optional.empty()
        : ranked.stream()
            .filter(grid -> FirstOrder.names().contains(grid.optimizer()))
            .findFirst()
            .or(() -> Optional.of(ranked.get(0)));
  }

  private static List<@Nullable Comparison> comparisons(List<Grid> grids, Optional<Grid> baseline) {
    SortedMap<Integer, Double> standard = baseline.map(Grid::heldOut).orElseGet(TreeMap::new);
    List<@Nullable Comparison> comparisons = new ArrayList<>();
    for (Grid grid : grids) {
      boolean isBaseline = baseline.filter(grid::equals).isPresent();
      comparisons.add(isBaseline ? null : Comparison.of(grid.heldOut(), standard).orElse(null));
    }
    return comparisons;
  }

  private static List<@Nullable Double> corrected(List<@Nullable Comparison> comparisons) {
    List<Double> probabilities = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      if (comparison != null) {
        probabilities.add(comparison.p());
      }
    }
    List<Double> corrected = new ArrayList<>(Holm.corrected(probabilities));
    List<@Nullable Double> inPlace = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      inPlace.add(comparison == null ? null : corrected.remove(0));
    }
    return inPlace;
  }

  private static Entry entry(
      Grid grid, @Nullable Comparison comparison, @Nullable Double p, String verdict) {
    Configuration best = grid.best();
    return new Entry(
        grid.optimizer(),
        best.id(),
        best.label(),
        grid.tried(),
        best.seeds().size(),
        grid.lost(),
        grid.loss(),
        comparison,
        p,
        verdict);
  }

  private static String verdict(
      Grid grid, int optimizers, @Nullable Comparison comparison, @Nullable Double p) {
    if (grid.lost() > 0) {
      // The seeds that are left would flatter it.
      return "lost seeds";
    }
    if (optimizers == 1) {
      return "nothing to compare with";
    }
    if (comparison == null || p == null) {
      return "too few seeds to tell: it takes " + Grid.LEAST_SEEDS;
    }
    if (p >= SIGNIFICANT) {
      return NO_DIFFERENCE;
    }
    return comparison.difference() < 0 ? "better" : "worse";
  }
}
