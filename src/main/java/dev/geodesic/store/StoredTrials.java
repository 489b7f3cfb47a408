package dev.geodesic.store;

import static org.apache.spark.sql.functions.col;

import dev.geodesic.store.files.ManifestFile;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The trials of a sweep that ended, for looking at single ones. */
public final class StoredTrials {
  static final String TRIAL_ID = "trial_id";
  private static final int MOST_NAMED = 10;

  private final StoredSweep sweep;

  private StoredTrials(StoredSweep sweep) {
    this.sweep = sweep;
  }

  /**
   * Opens the trials that are committed now.
   *
   * @throws RequestException if there are no results, or a file of them is damaged
   */
  public static StoredTrials open(SparkSession spark, URI root) throws IOException {
    return new StoredTrials(StoredSweep.open(spark, root));
  }

  /** The manifest of the results; one without runs where no run has ended. */
  public Manifest manifest() throws IOException {
    return new ManifestFile(sweep.store()).readOrEmpty();
  }

  /**
   * Returns the one trial whose id is {@code beginning} or begins with it.
   *
   * @throws RequestException if there is none, or several, or if it has no result
   */
  public StoredTrial named(String beginning) throws IOException {
    List<String> meant =
        sweep.ledger().trials().stream().filter(id -> id.startsWith(beginning)).sorted().toList();
    if (meant.size() > 1) {
      throw new RequestException(
          "TRIAL must name one trial, got: %s, with which %,d begin: %s"
              .formatted(beginning.isEmpty() ? "nothing" : beginning, meant.size(), listed(meant)));
    }
    if (meant.isEmpty()) {
      throw unknown(beginning);
    }
    return new StoredTrial(sweep.rows().filter(col(TRIAL_ID).equalTo(meant.get(0))).head());
  }

  /** Returns all trials that were trained in a pack, in the order of their file. */
  public List<StoredTrial> ofPack(String packId) {
    return sweep.rows().filter(col("pack_id").equalTo(packId)).collectAsList().stream()
        .map(StoredTrial::new)
        .toList();
  }

  private RequestException unknown(String beginning) throws IOException {
    List<Row> unfinished =
        sweep
            .trials()
            .filter(
                col(TRIAL_ID).startsWith(beginning).and(col("status").isin("FAILED", "NOT_RUN")))
            .collectAsList();
    if (!unfinished.isEmpty()) {
      return new RequestException(
          "TRIAL must have ended, got: %s, which is %s; the next run tries it again"
              .formatted(
                  unfinished.get(0).<String>getAs(TRIAL_ID),
                  unfinished.get(0).<String>getAs("status")));
    }
    return new RequestException(
        "TRIAL must be the id of a trial or the beginning of one, got: %s; %s"
            .formatted(beginning, nearest(beginning)));
  }

  /** Lists the trials whose ids share the longest beginning with {@code given}. */
  private String nearest(String given) {
    int longest =
        sweep.ledger().trials().stream().mapToInt(id -> agreement(id, given)).max().orElse(-1);
    List<String> nearest =
        sweep.ledger().trials().stream()
            .filter(id -> agreement(id, given) == longest)
            .sorted()
            .toList();
    return nearest.isEmpty() ? "no trial has ended there" : "the nearest are: " + listed(nearest);
  }

  private static int agreement(String id, String given) {
    int length = 0;
    while (length < Math.min(id.length(), given.length())
        && id.charAt(length) == given.charAt(length)) {
      length++;
    }
    return length;
  }

  private static String listed(List<String> ids) {
    return ids.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (ids.size() > MOST_NAMED ? " and %,d more".formatted(ids.size() - MOST_NAMED) : "");
  }
}
