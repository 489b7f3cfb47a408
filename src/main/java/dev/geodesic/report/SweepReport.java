package dev.geodesic.report;

import dev.geodesic.store.files.Location;
import dev.geodesic.store.files.ResultStore;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run leaves to look at: a table on the console and a chart beside the results. */
public final class SweepReport {
  private static final Logger LOG = LoggerFactory.getLogger(SweepReport.class);

  /** Characters that no shell takes for anything but themselves. */
  private static final Pattern PLAIN_WORD = Pattern.compile("[\\w@%+=:,./-]+");

  /** A ready one, which shows more of what the table above it begins. */
  private static final String QUESTION = "best";

  private SweepReport() {}

  /** Writes the chart, and returns the table and where everything lies. */
  public static String write(ResultStore store, SweepResults results) {
    String place = Location.describe(store.root());
    return """

    The best configuration of each optimizer, by mean holdout loss after the last step:
    %s
    %sResults: %s%s
    Ask:     submit/geodesic query %s %s
    """
        .formatted(
            BestConfigurations.table(results),
            failures(results.trials()) + notFinite(results),
            place,
            chart(store, results),
            shellWord(place),
            QUESTION)
        .stripTrailing();
  }

  /** Trials without a result: how many of each class of cause, and one cause of each. */
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

  /** What the table leaves empty, and why. */
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

  /** A picture is worth having, but no reason to fail: a machine may have no fonts. */
  private static String chart(ResultStore store, SweepResults results) {
    try {
      LossChart chart = LossChart.of(results);
      if (chart.isEmpty()) {
        return " (no chart: no trial took a step)";
      }
      ByteArrayOutputStream picture = new ByteArrayOutputStream();
      chart.writePng(picture);
      store.write(LossChart.FILE, picture.toByteArray());
      return ", with a chart in " + LossChart.FILE;
    } catch (Throwable e) {
      LOG.warn("The chart could not be drawn", e);
      return " (no chart: %s)".formatted(e);
    }
  }
}
