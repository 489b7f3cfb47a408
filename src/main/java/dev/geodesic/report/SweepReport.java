package dev.geodesic.report;

import dev.geodesic.store.files.Location;
import dev.geodesic.store.files.ResultStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** What a run prints when it ends. */
public final class SweepReport {
  /** Words of characters that have no special meaning to a shell. */
  private static final Pattern PLAIN_WORD = Pattern.compile("[\\w@%+=:,./-]+");

  /** The ready question that shows more of the table's content. */
  private static final String QUESTION = "best";

  /** What the launcher says of its own name, which is another in an unpacked archive. */
  private static final String LAUNCHER = "geodesic.launcher";

  private SweepReport() {}

  /** The table, what failed, where the results lie, and how to ask them. */
  public static String of(ResultStore store, SweepResults results) {
    String place = Location.describe(store.root());
    return """

    The best configuration of each optimizer, by %s:
    %s
    %sResults: %s
    Ask:     %s query %s %s
    """
        .formatted(
            criterion(RankedConfigurations.chosen(results.configurations())),
            BestConfigurations.table(results),
            failures(results.trials()) + notFinite(results),
            place,
            System.getProperty(LAUNCHER, "submit/geodesic"),
            shellWord(place),
            QUESTION)
        .stripTrailing();
  }

  /** Says by what configurations were chosen and, if it is something else, what tells of them. */
  private static String criterion(List<Row> chosen) {
    long validated = chosen.stream().filter(row -> row.getAs("validation") != null).count();
    boolean isConfirmed = chosen.stream().anyMatch(RankedConfigurations::isConfirmed);
    String loss =
        validated == 0
            ? "mean holdout loss"
            : validated == chosen.size()
                ? "mean validation loss"
                : "mean validation loss, or holdout loss where there is none,";
    return loss
        + " after the last step"
        + (isConfirmed ? "; its losses are of fresh seeds where it says so" : "");
  }

  /** Describes trials without a result: how many of each kind of failure, and one cause of each. */
  private static String failures(List<Row> trials) {
    Map<List<String>, List<Row>> byClass = new LinkedHashMap<>();
    trials.stream()
        .filter(trial -> List.of("FAILED", "NOT_RUN").contains(trial.<String>getAs("status")))
        .sorted(Rows.ascending("status").thenComparing(Rows.ascending("trouble")))
        .forEach(
            trial ->
                byClass
                    .computeIfAbsent(
                        List.of(trial.getAs("status"), trial.getAs("trouble")),
                        key -> new ArrayList<>())
                    .add(trial));
    return byClass.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<List<String>, List<Row>>, String>comparing(
                    of -> of.getKey().get(0))
                .thenComparing(of -> -of.getValue().size()))
        .map(of -> failure(of.getKey().get(0), of.getKey().get(1), Causes.of(of.getValue())))
        .collect(Collectors.joining());
  }

  private static String failure(String status, String trouble, Causes causes) {
    return "%-9s%,d %s, %s%s: %s%n"
        .formatted(
            status + ":",
            causes.trials(),
            causes.trials() == 1 ? "trial" : "trials",
            trouble,
            causes.different() == 1 ? "" : ", for example",
            causes.mostFrequent());
  }

  /** Explains losses that the table leaves empty. */
  private static String notFinite(SweepResults results) {
    List<Row> trials = results.trials().stream().filter(NotFinite::isWithoutLoss).toList();
    boolean isFitToo = results.baselines().stream().anyMatch(fit -> fit.getAs("test_loss") == null);
    return (trials.isEmpty()
            ? ""
            : "without a loss: %,d %s that completed: %s%n"
                .formatted(
                    trials.size(),
                    trials.size() == 1 ? "trial" : "trials",
                    Objects.requireNonNullElse(Causes.of(trials).mostFrequent(), NotFinite.TRIALS)))
        + (isFitToo ? "without a loss: MLlib L-BFGS: %s%n".formatted(NotFinite.FIT) : "");
  }

  private static String shellWord(String word) {
    return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
