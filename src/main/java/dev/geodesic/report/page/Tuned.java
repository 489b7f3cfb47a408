package dev.geodesic.report.page;

import dev.geodesic.report.Selection;
import dev.geodesic.store.summary.Estimate;
import dev.geodesic.trial.FirstOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of tuned optimizers on one problem: the best configuration of each optimizer, and
 * its difference to the best baseline.
 *
 * @param criterion the criterion of the comparison, in words
 * @param isFresh whether its losses are of fresh seeds
 * @param baseline the optimizer that others are compared with: the best first-order one, or the
 *     best of all if there is none; null if there is nothing to compare
 * @param entries the optimizers, best first
 * @param note the note below the table
 */
record Tuned(
    String criterion,
    boolean isFresh,
    @Nullable String baseline,
    List<Entry> entries,
    String note) {
  /** The verdict on a difference that is not significant. */
  static final String NO_DIFFERENCE = "no difference shown";

  /** A difference with a corrected probability below this is significant. */
  private static final double SIGNIFICANT = 0.05;

  /**
   * The row of one optimizer.
   *
   * @param optimizer the name of the optimizer
   * @param id the id of its best configuration
   * @param label the label of its best configuration
   * @param tried the number of its configurations, including those without a result
   * @param seeds the number of seeds of the best configuration of which its loss is told
   * @param lost the number of these seeds without a loss
   * @param loss the holdout loss over the other seeds
   * @param comparison the comparison with the baseline, on seeds that were not used for tuning;
   *     null for the baseline itself and if there are too few seeds
   * @param p the probability of the comparison, corrected for all rows of the table
   * @param verdict a short verdict on the comparison
   */
  record Entry(
      String optimizer,
      String id,
      String label,
      int tried,
      int seeds,
      int lost,
      Estimate loss,
      @Nullable PairedComparison comparison,
      @Nullable Double p,
      String verdict) {}

  /** Compares the optimizers among the configurations of one problem. */
  static Tuned of(String criterion, List<Configuration> configurations, Scores scores) {
    Selection selection =
        new Selection(
            configurations.stream().anyMatch(one -> one.problem().value("validation") != null),
            scores.isFresh());
    List<Grid> ranked = Grid.ranked(configurations, scores);
    Optional<Grid> baseline = baseline(ranked);
    List<@Nullable PairedComparison> comparisons = comparisons(ranked, baseline);
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
    return new Tuned(
        criterion, scores.isFresh(), name, entries, Footnote.of(name, entries, selection));
  }

  private static Optional<Grid> baseline(List<Grid> ranked) {
    return ranked.size() < 2
        ? Optional.empty()
        : ranked.stream()
            .filter(grid -> FirstOrder.names().contains(grid.optimizer()))
            .findFirst()
            .or(() -> Optional.of(ranked.get(0)));
  }

  private static List<@Nullable PairedComparison> comparisons(
      List<Grid> grids, Optional<Grid> baseline) {
    SortedMap<Integer, Double> standard = baseline.map(Grid::heldOut).orElseGet(TreeMap::new);
    List<@Nullable PairedComparison> comparisons = new ArrayList<>();
    for (Grid grid : grids) {
      boolean isBaseline = baseline.filter(grid::equals).isPresent();
      comparisons.add(
          isBaseline ? null : PairedComparison.of(grid.heldOut(), standard).orElse(null));
    }
    return comparisons;
  }

  private static List<@Nullable Double> corrected(List<@Nullable PairedComparison> comparisons) {
    List<Double> probabilities = new ArrayList<>();
    for (PairedComparison comparison : comparisons) {
      if (comparison != null) {
        probabilities.add(comparison.p());
      }
    }
    List<Double> corrected = new ArrayList<>(Holm.corrected(probabilities));
    List<@Nullable Double> inPlace = new ArrayList<>();
    for (PairedComparison comparison : comparisons) {
      inPlace.add(comparison == null ? null : corrected.remove(0));
    }
    return inPlace;
  }

  private static Entry entry(
      Grid grid, @Nullable PairedComparison comparison, @Nullable Double p, String verdict) {
    Configuration best = grid.best();
    return new Entry(
        grid.optimizer(),
        best.id(),
        best.label(),
        grid.tried(),
        grid.seedsTold(),
        grid.lost(),
        grid.loss(),
        comparison,
        p,
        verdict);
  }

  private static String verdict(
      Grid grid, int optimizers, @Nullable PairedComparison comparison, @Nullable Double p) {
    if (grid.lost() > 0) {
      // The remaining seeds would make it look better than it is.
      return "lost seeds";
    }
    if (optimizers == 1) {
      return "nothing to compare with";
    }
    if (comparison == null || p == null) {
      return "too few seeds to tell: it takes "
          + (grid.scores().isFresh() ? PairedComparison.LEAST_PAIRS : Grid.LEAST_SEEDS);
    }
    if (p >= SIGNIFICANT) {
      return NO_DIFFERENCE;
    }
    return comparison.difference() < 0 ? "better" : "worse";
  }
}
