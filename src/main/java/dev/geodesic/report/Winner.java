package dev.geodesic.report;

import dev.geodesic.store.StoredTrial;
import dev.geodesic.trial.RequestException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The best trial of a sweep: of the configuration that the tables and the report put first, the
 * seed with the least loss of those that choose.
 *
 * @param trial row of the view of trials
 * @param configuration row of {@link RankedConfigurations#TYPE}
 */
public record Winner(Row trial, Row configuration) {
  /**
   * Finds the winner.
   *
   * @param trials rows of the view of trials
   * @param optimizer that alone is looked at; all where it is absent
   * @throws RequestException if no trial can win, or several problems have one each
   */
  public static Winner of(List<Row> trials, @Nullable String optimizer) {
    List<Row> best =
        BestConfigurations.of(RankedConfigurations.of(trials)).stream()
            .filter(row -> optimizer == null || optimizer.equals(row.getAs("optimizer")))
            .toList();
    if (best.isEmpty() && optimizer != null) {
      throw new RequestException(
          "--optimizer must be one of the results, got: %s; they have %s"
              .formatted(optimizer, optimizers(trials)));
    }
    Map<Object, Winner> byProblem = new LinkedHashMap<>();
    for (Row configuration : best) {
      seed(trials, configuration)
          .ifPresent(
              trial ->
                  byProblem.putIfAbsent(
                      Problems.of(configuration), new Winner(trial, configuration)));
    }
    if (byProblem.isEmpty()) {
      throw new RequestException(
          "best must have a trial that completed, got: none there; the report tells why");
    }
    if (byProblem.size() > 1) {
      throw new RequestException(
          "best must be of one problem, got: %,d, whose results do not compare; name the trial of one of them: %s"
              .formatted(
                  byProblem.size(),
                  byProblem.values().stream()
                      .map(winner -> "%s (%s)".formatted(winner.id(), winner.problem()))
                      .collect(Collectors.joining(", "))));
    }
    return byProblem.values().iterator().next();
  }

  private static String optimizers(List<Row> trials) {
    return trials.stream()
        .map(row -> row.<String>getAs("optimizer"))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Returns the best seed; one that was stopped only where none completed. */
  private static Optional<Row> seed(List<Row> trials, Row configuration) {
    String id = configuration.getAs(Labels.ID);
    return trials.stream()
        .filter(row -> row.<String>getAs(Labels.ID).equals(id))
        .filter(row -> StoredTrial.hasResult(row) && !status(row).equals("DIVERGED"))
        .min(
            Comparator.comparing((Row row) -> status(row).equals("STOPPED"))
                .thenComparing(
                    StoredTrial::selectionLoss, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(row -> row.<Integer>getAs("seed")));
  }

  private static String status(Row trial) {
    return trial.getAs("status");
  }

  /** The id of the trial. */
  public String id() {
    return trial.getAs("trial_id");
  }

  private String problem() {
    return configuration.getAs("problem");
  }

  /** Says what won, and which of its seeds. */
  public String describe() {
    return "best: %s, seed %s: trial %s"
        .formatted(configuration.getAs("label"), trial.<Object>getAs("seed"), id());
  }
}
