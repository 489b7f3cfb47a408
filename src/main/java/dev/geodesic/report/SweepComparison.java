package dev.geodesic.report;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Sweeps side by side: what was asked of them, what ran them, and what came of it.
 *
 * @param sweeps at least two; the first is the one that others are held against
 */
public record SweepComparison(List<ComparedSweep> sweeps) {
  public SweepComparison {
    sweeps = List.copyOf(sweeps);
  }

  /**
   * Reads the results of several sweeps.
   *
   * @param results their directories
   * @throws dev.geodesic.trial.RequestException if one is not there, or damaged
   */
  public static SweepComparison read(SparkSession spark, List<URI> results) throws Exception {
    List<ComparedSweep> sweeps = new ArrayList<>();
    for (URI root : results) {
      sweeps.add(ComparedSweep.read(spark, "[%d]".formatted(sweeps.size() + 1), root));
    }
    return new SweepComparison(sweeps);
  }

  /**
   * All of it, as text.
   *
   * @param rows of a table of configurations, at most
   */
  public String describe(int rows) {
    StringBuilder text = new StringBuilder();
    for (ComparedSweep sweep : sweeps) {
      if (sweep.runs().isEmpty()) {
        text.append(
            "%s has no manifest: no run of it has ended, so that its conf is not known\n"
                .formatted(sweep.label()));
      }
    }
    append(text, "confs", ManifestFacts.ofConf(sweeps));
    append(text, "code, libraries, machine and data", ManifestFacts.ofEnvironment(sweeps));
    for (ComparedSweep other : sweeps.subList(1, sweeps.size())) {
      append(text, OutcomeComparison.of(sweeps.get(0), other), rows);
    }
    return text.append("\nThe best configuration of each optimizer, by mean holdout loss:\n")
        .append(QueryFormat.table(best()))
        .toString();
  }

  private static void append(StringBuilder text, String what, String table) {
    text.append(
        table.isEmpty()
            ? "\nNothing differs in %s.\n".formatted(what)
            : "\nWhat differs in %s:\n%s\n".formatted(what, table));
  }

  private static void append(StringBuilder text, OutcomeComparison outcome, int rows) {
    text.append(
        "\nMean holdout loss after the last step, of %s beside %s, differences paired by seed:\n%s\n"
            .formatted(outcome.second(), outcome.first(), outcome.counts()));
    Dataset<Row> table = outcome.table(rows);
    long shown = table.count();
    if (shown > 0) {
      text.append(QueryFormat.table(table)).append('\n');
    }
    long left = outcome.both().count() - shown;
    if (left > 0) {
      text.append("(the %,d most different; %,d more)\n".formatted(shown, left));
    }
  }

  /** Of all sweeps in one table, those of one optimizer below each other. */
  private Dataset<Row> best() {
    Dataset<Row> all =
        sweeps.stream()
            .map(sweep -> sweep.best().withColumn("sweep", functions.lit(sweep.label())))
            .reduce(Dataset::unionByName)
            .orElseThrow();
    List<String> columns = new ArrayList<>(List.of(all.columns()));
    columns.remove("sweep");
    columns.add(columns.indexOf("optimizer") + 1, "sweep");
    all.createOrReplaceTempView("compared");
    return BestConfigurations.telling(
        all.sparkSession()
            .sql(
                "SELECT `%s` FROM compared ORDER BY %s, optimizer, sweep"
                    .formatted(String.join("`, `", columns), BestConfigurations.TABLE_ORDER)));
  }
}
