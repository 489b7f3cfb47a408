package dev.geodesic.report.page;

import dev.geodesic.report.NotFinite;
import dev.geodesic.report.page.ProblemReport.Fit;
import dev.geodesic.report.page.Tuned.Entry;
import dev.geodesic.trial.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A summary of the results on one problem, in a few sentences. */
final class Headline {
  private Headline() {}

  /**
   * Returns the headline of a problem, with a note if losses are infinite or not a number.
   *
   * @param tuned the comparison of its optimizers after all steps
   * @param tried the configurations of the problem
   * @param fit the linear fit by MLlib; null if there is none
   * @param classes names of the classes; none where they are numbers
   */
  static String of(
      Tuned tuned, List<Configuration> tried, @Nullable Fit fit, List<String> classes) {
    List<String> sentences = new ArrayList<>();
    List<Seed> completed =
        tried.stream().flatMap(c -> c.seeds().stream()).filter(Seed::isCompleted).toList();
    long lacking =
        completed.stream().filter(seed -> !seed.hasLoss() || seed.told() == null).count();
    if (!tuned.entries().isEmpty() || completed.isEmpty()) {
      sentences.add(of(tuned));
    }
    if (lacking > 0) {
      sentences.add(
          "Of %,d of the %,d trials that took all their steps the %s."
              .formatted(lacking, completed.size(), NotFinite.TRIALS));
    }
    if (fit != null && fit.testLoss() == null) {
      sentences.add("The holdout loss of MLlib's linear fit is %s.".formatted(NotFinite.FIT));
    }
    if (!classes.isEmpty()) {
      sentences.add("The classes are %s.".formatted(Listing.of(classes)));
    }
    return String.join(" ", sentences);
  }

  static String of(Tuned tuned) {
    if (tuned.entries().isEmpty()) {
      return "No trial has taken all its steps.";
    }
    Entry best = tuned.entries().get(0);
    if (tuned.baseline() == null) {
      return "%s alone has a result: holdout loss %s (%s)%s. There is nothing to compare it with."
          .formatted(
              best.optimizer(),
              Words.estimate(best.loss()),
              best.label(),
              best.lost() > 0 ? ", and it lost seeds" : "");
    }
    String first =
        "%s is best: holdout loss %s (%s)"
            .formatted(best.optimizer(), Words.estimate(best.loss()), best.label());
    return first
        + (best.lost() > 0 ? ", though it lost seeds. " : ". ")
        + second(tuned, tuned.baseline(), best);
  }

  private static String second(Tuned tuned, String baseline, Entry best) {
    if (!baseline.equals(best.optimizer())) {
      return "Against the best baseline, %s, that is %s.".formatted(baseline, distance(best));
    }
    return runnerUp(tuned.entries(), baseline)
        .map(
            other ->
                "It is itself the best baseline; against it %s is %s."
                    .formatted(other.optimizer(), distance(other)))
        .orElse("");
  }

  private static Optional<Entry> runnerUp(List<Entry> entries, String baseline) {
    return entries.stream().filter(entry -> !entry.optimizer().equals(baseline)).findFirst();
  }

  private static String distance(Entry entry) {
    PairedComparison comparison = entry.comparison();
    if (comparison == null || entry.lost() > 0) {
      return "not compared: " + entry.verdict();
    }
    // "Better by" is followed by a positive number.
    int sign = comparison.difference() < 0 ? -1 : 1;
    return "%s by %s, 95 %% interval %s to %s, p = %s"
        .formatted(
            entry.verdict().equals(Tuned.NO_DIFFERENCE)
                ? "not significantly different,"
                : entry.verdict(),
            Words.number(sign * comparison.difference()),
            Words.number(sign > 0 ? comparison.low() : -comparison.high()),
            Words.number(sign > 0 ? comparison.high() : -comparison.low()),
            Words.probability(entry.p()));
  }
}
