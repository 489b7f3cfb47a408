package dev.geodesic.report;

import dev.geodesic.store.files.ResultStore;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Compares sweeps: their confs, the programs and machines that ran them, and their outcomes.
 *
 * @param sweeps at least two, each of which is compared with the first
 */
public record SweepComparison(List<ComparedSweep> sweeps) {
  private static final String OPTIMIZER = "optimizer";
  private static final String SWEEP = "sweep";

  public SweepComparison {
    sweeps = List.copyOf(sweeps);
  }

  /**
   * Reads the results of several sweeps.
   *
   * @param results their directories
   * @throws dev.geodesic.trial.RequestException if one is not there, or damaged
   */
  public static SweepComparison read(SparkSession spark, List<URI> results) throws IOException {
    List<ComparedSweep> sweeps = new ArrayList<>();
    for (URI root : results) {
      ResultStore store = new ResultStore(root, spark.sparkContext().hadoopConfiguration());
      sweeps.add(ComparedSweep.read(spark, "[%d]".formatted(sweeps.size() + 1), store));
    }
    return new SweepComparison(sweeps);
  }

  /**
   * Describes the comparison as text.
   *
   * @param rows the most rows of a table of configurations
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
    return text.append(
            "\nThe best configuration of each optimizer, as the end of a run tells it:\n")
        .append(best())
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
        "\nMean holdout loss of the search's trials after the last step, of %s beside %s, differences paired by seed:\n%s\n"
            .formatted(outcome.second(), outcome.first(), outcome.counts()));
    RowTable table = outcome.table(rows);
    long shown = table.rows().size();
    if (shown > 0) {
      text.append(table).append('\n');
    }
    long left = outcome.both().count() - shown;
    if (left > 0) {
      text.append("(the %,d most different; %,d more)\n".formatted(shown, left));
    }
  }

  /** Returns the best configurations of all sweeps in one table, grouped by optimizer. */
  private RowTable best() {
    StructType type = new StructType();
    for (StructField column : BestConfigurations.TABLE.fields()) {
      type = type.add(column);
      if (column.name().equals(OPTIMIZER)) {
        type = type.add(SWEEP, DataTypes.StringType);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (ComparedSweep sweep : sweeps) {
      for (Row best : sweep.best().rows()) {
        Map<String, @Nullable Object> values = Rows.values(best);
        values.put(SWEEP, sweep.label());
        rows.add(Rows.of(type, values));
      }
    }
    rows.sort(
        BestConfigurations.TABLE_ORDER
            .thenComparing(Rows.ascending(OPTIMIZER))
            .thenComparing(Rows.ascending(SWEEP)));
    return BestConfigurations.informative(new RowTable(type, rows));
  }
}
