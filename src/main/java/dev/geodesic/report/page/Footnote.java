package dev.geodesic.report.page;

import dev.geodesic.report.Selection;
import dev.geodesic.report.page.Tuned.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The note below a table of tuned optimizers. */
final class Footnote {
  private static final String INTERVAL = "± is the 95 % interval of the mean over all seeds.";

  private Footnote() {}

  /**
   * Returns the note on a table with these entries.
   *
   * @param baseline the optimizer that the others are compared with; null if there is none
   * @param selection what chose and what tells
   */
  static String of(@Nullable String baseline, List<Entry> entries, Selection selection) {
    return entries.isEmpty()
        ? ""
        : selection.describe() + " " + onNumbers(baseline, entries, selection.isConfirmed());
  }

  private static String onNumbers(@Nullable String baseline, List<Entry> entries, boolean isFresh) {
    if (entries.stream().allMatch(entry -> entry.seeds() == 1)) {
      return "One seed each: there is no interval, and no test can tell a difference from chance.";
    }
    if (baseline == null) {
      return INTERVAL;
    }
    return """
        Differences are to %s, the best baseline, seed by seed, %s; p by the paired t-test, two-sided, \
        corrected for the rows of this table (Holm). %s"""
        .formatted(
            baseline,
            isFresh
                ? "on seeds that chose nothing"
                : "each half of the seeds judged in the configurations that are best on the other half",
            INTERVAL);
  }
}
