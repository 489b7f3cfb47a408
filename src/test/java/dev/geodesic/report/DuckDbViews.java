package dev.geodesic.report;

import dev.geodesic.store.DuckDb;
import dev.geodesic.store.ViewColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The views of a query, put together by DuckDB from the same Parquet. What a configuration is
 * called is Java's to say: that alone is taken from Spark.
 *
 * @param sweeps the results directories of sweeps, all committed, merged and summarized
 * @param labels rows that name a sweep, a configuration, its label and its parameters
 */
record DuckDbViews(List<Path> sweeps, String labels) {
  private static final List<String> NAMED =
      List.of("sweep", "configuration_id", "label", "parameters", "problem", "trainer_version");

  static DuckDbViews of(SparkSession spark, List<Path> sweeps) {
    String labels =
        spark.table("configurations").collectAsList().stream()
            .map(
                row ->
                    NAMED.stream()
                        .map(column -> quoted(String.valueOf(row.<Object>getAs(column))))
                        .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(", "));
    return new DuckDbViews(sweeps, labels);
  }

  List<List<@Nullable Object>> query(String sql) throws SQLException, IOException {
    String parameters =
        ViewColumns.PARAMETERS.stream()
            .map("max(%1$s) AS %1$s"::formatted)
            .collect(Collectors.joining(", "));
    return DuckDb.query(
        """
        CREATE VIEW trials AS %s;
        CREATE VIEW curves AS %s;
        CREATE VIEW summary AS %s;
        CREATE VIEW labels AS
          SELECT * FROM (VALUES %s) AS t(%s);
        CREATE VIEW configurations AS
          SELECT c.*, l.* EXCLUDE (sweep, configuration_id, trainer_version),
                 TRY_CAST(l.trainer_version AS INTEGER) AS trainer_version
          FROM labels l JOIN (
            SELECT sweep, configuration_id, %s, max(data_fingerprint) AS data_fingerprint,
                   count(*) FILTER (NOT confirmation) AS seeds,
                   count(*) FILTER (NOT confirmation AND status = 'COMPLETED'
                     AND if(validation IS NULL, test_loss, validation_loss) IS NULL)
                     AS not_finite,
                   count(*) FILTER (NOT confirmation AND status = 'DIVERGED') AS diverged,
                   count(*) FILTER (NOT confirmation AND status IN ('FAILED', 'NOT_RUN'))
                     AS unfinished,
                   count(*) FILTER (NOT confirmation AND status = 'STOPPED') AS stopped,
                   count(*) FILTER (NOT confirmation AND status NOT IN ('COMPLETED', 'STOPPED'))
                     AS lost,
                   count(*) FILTER (confirmation) AS confirmed
            FROM trials GROUP BY sweep, configuration_id) c
          ON c.sweep = l.sweep AND c.configuration_id = l.configuration_id;
        %s
        """
            .formatted(
                union("SELECT %s AS sweep, * EXCLUDE (curve) FROM %s", "packs", "unfinished"),
                union(
                    """
                    SELECT %s AS sweep, trial_id, configuration_id, status, confirmation,
                           unnest(curve, recursive := true)
                    FROM %s""",
                    "packs"),
                union("SELECT %s AS sweep, * FROM %s", "summary"),
                labels,
                String.join(", ", NAMED),
                parameters,
                sql));
  }

  /** A query over the files of each sweep, one below the other. */
  private String union(String query, String... folders) throws IOException {
    StringBuilder union = new StringBuilder();
    for (Path sweep : sweeps) {
      for (String folder : folders) {
        if (hasFiles(sweep.resolve(folder))) {
          union.append(union.isEmpty() ? "" : " UNION ALL BY NAME ");
          String name = sweep.getFileName().toString();
          String files = quoted(sweep.resolve(folder) + "/*.parquet");
          union.append(query.formatted(quoted(name), files));
        }
      }
    }
    return union.toString();
  }

  private static boolean hasFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
