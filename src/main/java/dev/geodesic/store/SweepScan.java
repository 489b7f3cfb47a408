package dev.geodesic.store;

import dev.geodesic.store.files.Baselines;
import dev.geodesic.store.files.Ledger;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.SweepNames;
import dev.geodesic.store.files.UnfinishedTrials;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.store.table.RowGroup;
import dev.geodesic.store.table.ScalarColumn;
import dev.geodesic.store.table.StoredCurves;
import dev.geodesic.store.table.TableScan;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The results of one sweep at one moment, read in this process. Thus the end of a run needs neither
 * Spark's planner nor its generated code, which take seconds to warm up. The rows are those of
 * {@link Views}.
 */
public final class SweepScan {
  /** The most attempts at a read: a compaction removes files twice, and a run compacts once. */
  private static final int ATTEMPTS = 5;

  private static final List<ScalarColumn<TrialResult>> TRIAL_COLUMNS =
      TrialColumns.TABLE.columns().stream()
          .filter(column -> !column.equals(TrialColumns.CURVE))
          .map(column -> (ScalarColumn<TrialResult>) column)
          .toList();

  private static final List<ScalarColumn<Baseline>> BASELINE_COLUMNS =
      Baseline.TABLE.columns().stream().map(column -> (ScalarColumn<Baseline>) column).toList();

  /** The columns of {@link #trials}. */
  public static final StructType TRIALS = ViewColumns.type(Views.TRIALS);

  /** The columns of {@link #baselines}. */
  public static final StructType BASELINES = ViewColumns.type(Views.BASELINES);

  private static final int CONFIRMATION = TRIALS.fieldIndex(TrialColumns.CONFIRMATION.name());

  private final String name;
  private final ResultStore store;
  private final FileSystem fileSystem;
  private final Ledger ledger;

  SweepScan(String name, ResultStore store, Ledger ledger) {
    this.name = name;
    this.store = store;
    this.fileSystem = store.fileSystem();
    this.ledger = ledger;
  }

  /**
   * Opens the results that are committed now.
   *
   * @throws RequestException if there are no results, or a file of them is damaged
   */
  public static SweepScan open(ResultStore store) throws IOException {
    store.requireSweep();
    return new SweepScan(SweepNames.of(store.root()), store, store.ledger());
  }

  /** Makes something from a scan. */
  public interface Reading<V> {
    /** Reads a scan; leaves nothing behind when it fails. */
    V of(SweepScan scan) throws IOException;
  }

  /**
   * Opens a sweep and reads it. A {@link dev.geodesic.store.files.Compaction} may remove a file
   * before it is read: then both are repeated, and show the same results.
   */
  public static <V> V read(ResultStore store, Reading<V> reading) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.of(open(store));
      } catch (FileNotFoundException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The store that holds the results. */
  public ResultStore store() {
    return store;
  }

  Ledger ledger() {
    return ledger;
  }

  /** One row for each trial; those that the last run left without a result come last. */
  public List<Row> trials() throws IOException {
    List<Row> rows = new ArrayList<>();
    Map<String, Optional<Integer>> versions = new HashMap<>();
    List<Row> unfinished = new ArrayList<>();
    for (Path file : new UnfinishedTrials(store).files()) {
      addTrials(unfinished, file, ledger.ended(), versions);
    }
    Set<String> goingOn =
        unfinished.stream()
            .map(row -> row.<String>getAs(StoredTrials.TRIAL_ID))
            .collect(Collectors.toSet());
    for (Map.Entry<Path, Set<String>> file : ledger.files().entrySet()) {
      Set<String> passedOver = new HashSet<>(file.getValue());
      passedOver.addAll(goingOn);
      addTrials(rows, file.getKey(), passedOver, versions);
    }
    rows.addAll(unfinished);
    return rows;
  }

  private void addTrials(
      List<Row> rows, Path file, Set<String> passedOver, Map<String, Optional<Integer>> versions)
      throws IOException {
    TableScan.read(
        fileSystem,
        file,
        TableScan.schema(TrialColumns.TABLE.name(), TRIAL_COLUMNS),
        group -> {
          for (@Nullable Object[] values : values(group, TRIAL_COLUMNS, TRIALS)) {
            Row row = new GenericRowWithSchema(values, TRIALS);
            if (!passedOver.contains(row.<String>getAs(StoredTrials.TRIAL_ID))) {
              // Results of versions without confirmation do not tell.
              values[CONFIRMATION] = Objects.requireNonNullElse(values[CONFIRMATION], false);
              values[values.length - 1] = version(row, versions);
              rows.add(row);
            }
          }
        });
  }

  private static @Nullable Integer version(Row trial, Map<String, Optional<Integer>> versions) {
    String configuration = trial.getAs(TrainerVersion.CONFIGURATION);
    return versions
        .computeIfAbsent(
            configuration,
            id ->
                Optional.ofNullable(
                    TrialSpec.trainerVersion(
                        id, TrialColumns.parameters(trial), trial.getAs(Problem.DATA))))
        .orElse(null);
  }

  /** One row for each linear fit. */
  public List<Row> baselines() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (FileStatus file : new Baselines(store).files()) {
      TableScan.read(
          fileSystem,
          file.getPath(),
          TableScan.schema(Baseline.TABLE.name(), BASELINE_COLUMNS),
          group ->
              values(group, BASELINE_COLUMNS, BASELINES)
                  .forEach(values -> rows.add(new GenericRowWithSchema(values, BASELINES))));
    }
    return rows;
  }

  /** Returns for each row the sweep's name, these columns, and room for columns of the view. */
  private <T> List<@Nullable Object[]> values(
      RowGroup group, List<ScalarColumn<T>> columns, StructType type) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int row = 0; row < group.rows(); row++) {
      @Nullable Object[] values = new @Nullable Object[type.length()];
      values[0] = name;
      rows.add(values);
    }
    for (int column = 0; column < columns.size(); column++) {
      @Nullable Object[] values = group.values(columns.get(column));
      for (int row = 0; row < values.length; row++) {
        rows.get(row)[column + 1] = values[row];
      }
    }
    return rows;
  }

  /** Passes every curve to each of these readers, in no particular order of trials. */
  public void curves(List<? extends StoredCurves.Reader> readers) throws IOException {
    for (Map.Entry<Path, Set<String>> file : ledger.files().entrySet()) {
      StoredCurves.read(fileSystem, file.getKey(), file.getValue(), readers);
    }
  }

  /** Counts rows of {@link #trials} by status. */
  public static Map<String, Long> statuses(List<Row> trials) {
    return trials.stream()
        .collect(
            Collectors.groupingBy(
                trial -> trial.<String>getAs(TrialColumns.STATUS.name()),
                TreeMap::new,
                Collectors.counting()));
  }
}
