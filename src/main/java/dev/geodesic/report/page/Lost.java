package dev.geodesic.report.page;

import dev.geodesic.report.Causes;
import dev.geodesic.report.NotFinite;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Trials of one class that have no complete curve or no finite loss at its end.
 *
 * @param status the status, as in the view {@code trials}
 * @param trouble the class of the failure; NOT_FINITE for trials that completed
 * @param optimizer the name of the optimizer
 * @param trials the number of trials
 * @param cause the most frequent cause
 * @param causes the number of different causes
 * @param hosts the hosts on which they failed, as far as known
 * @param example the id of one of the trials
 */
record Lost(
    String status,
    String trouble,
    String optimizer,
    long trials,
    String cause,
    long causes,
    List<String> hosts,
    String example) {
  /** The trials with equal values are counted together. */
  private record Kind(String status, String trouble, String optimizer) {
    static Kind of(Row trial) {
      return new Kind(
          trial.getAs("status"),
          Objects.requireNonNullElse(trial.getAs("trouble"), "NOT_FINITE"),
          trial.getAs("optimizer"));
    }
  }

  /**
   * Returns the lost trials among rows of the view {@code trials}; diverged ones come last. Those
   * that a halving stopped are none.
   */
  static List<Lost> of(List<Row> trials) {
    return trials.stream()
        .filter(
            trial ->
                !List.of("COMPLETED", "STOPPED").contains(trial.<String>getAs("status"))
                    || NotFinite.isWithoutLoss(trial))
        .collect(Collectors.groupingBy(Kind::of))
        .entrySet()
        .stream()
        .map(of -> of(of.getKey(), of.getValue()))
        .sorted(
            Comparator.comparing((Lost lost) -> lost.status().equals("DIVERGED"))
                .thenComparing(lost -> -lost.trials())
                .thenComparing(Lost::optimizer)
                .thenComparing(Lost::status)
                .thenComparing(Lost::trouble))
        .toList();
  }

  private static Lost of(Kind of, List<Row> trials) {
    Causes causes = Causes.of(trials);
    return new Lost(
        of.status(),
        of.trouble(),
        of.optimizer(),
        causes.trials(),
        Objects.requireNonNullElse(causes.mostFrequent(), NotFinite.TRIALS),
        Math.max(1, causes.different()),
        trials.stream()
            .map(trial -> trial.<@Nullable String>getAs("host"))
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList(),
        trials.stream().map(trial -> trial.<String>getAs("trial_id")).sorted().toList().get(0));
  }
}
