package dev.geodesic.store.table;

import static dev.geodesic.store.table.ColumnType.BOOLEAN;
import static dev.geodesic.store.table.ColumnType.DOUBLE;
import static dev.geodesic.store.table.ColumnType.INTEGER;
import static dev.geodesic.store.table.ColumnType.LONG;
import static dev.geodesic.store.table.ColumnType.STRING;

import dev.geodesic.parameter.Parameter;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus.Diverged;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What is stored of every trial. */
public final class TrialColumns {
  /** Parameters whose keys are reserved words of SQL, or say too little in a table. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "order", "batch_order",
          "format", "data_format",
          "label", "label_column",
          "features", "feature_columns",
          "test", "test_dataset",
          "scale", "feature_scale");

  private TrialColumns() {}

  /** Columns that tell which trial a row is of. */
  public static final List<Column<TrialResult>> IDENTITY =
      List.of(
          column(
              "trial_id",
              STRING,
              "hash of all that decides the trial",
              result -> result.trial().id()),
          column(
              "configuration_id",
              STRING,
              "the same for trials that differ in the seed only",
              result -> result.trial().configurationId()));

  /** What was asked: every key of {@link TrialSpec#parameters}. */
  public static final List<Column<TrialResult>> PARAMETERS =
      TrialSpec.PARAMETERS.stream().map(TrialColumns::parameter).toList();

  /** How a trial ended, in one word. */
  public static final Column<TrialResult> STATUS =
      column(
          "status",
          STRING,
          "COMPLETED, DIVERGED, STOPPED (by halving), FAILED or NOT_RUN",
          trial -> trial.status().name());

  /** The cause of a failure or of a missing loss, in words. */
  public static final Column<TrialResult> CAUSE =
      column(
          "cause",
          STRING,
          "the trouble in words; if COMPLETED, why the holdout loss is no finite number",
          TrialColumns::cause);

  /** The columns of how a trial ended and which losses it reached. */
  public static final List<Column<TrialResult>> OUTCOME =
      List.of(
          STATUS,
          column("diverged_step", INTEGER, "the step whose loss left the bound", r -> diverged(r)),
          column(
              "trouble",
              STRING,
              "DIVERGED, or the class of the cause of a missing result; null if COMPLETED",
              TrialColumns::trouble),
          CAUSE,
          column(
              "train_loss",
              DOUBLE,
              "batch loss of the last step, nats a sample",
              trial -> last(trial).map(CurvePoint::trainLoss).orElse(null)),
          column(
              "test_loss",
              DOUBLE,
              "holdout loss, last measured",
              trial -> last(trial, CurvePoint::holdout).map(Measurement::loss).orElse(null)),
          column(
              "test_accuracy",
              DOUBLE,
              "share of the holdout got right, last measured",
              trial -> last(trial, CurvePoint::holdout).map(Measurement::accuracy).orElse(null)),
          column(
              "best_test_loss",
              DOUBLE,
              "least holdout loss measured",
              trial -> best(trial).map(TrialColumns::testLoss).orElse(null)),
          column(
              "best_test_loss_step",
              INTEGER,
              "the step after which it was least",
              trial -> best(trial).map(CurvePoint::step).orElse(null)),
          column(
              "validation_loss",
              DOUBLE,
              "loss on the validation samples, last measured; null where there are none",
              trial -> last(trial, CurvePoint::validation).map(Measurement::loss).orElse(null)),
          column(
              "validation_accuracy",
              DOUBLE,
              "share of the validation samples got right, last measured",
              trial -> last(trial, CurvePoint::validation).map(Measurement::accuracy).orElse(null)),
          column(
              "seconds",
              DOUBLE,
              "training time, a trial's share of its pack's",
              trial -> last(trial).map(CurvePoint::seconds).orElse(null)));

  /** The columns of what trained a trial. */
  static final List<Column<TrialResult>> PROVENANCE =
      List.of(
          column("pack_id", STRING, "the pack that it was fused in", r -> r.provenance().packId()),
          column("pack_trials", INTEGER, "trials in that pack", r -> r.provenance().packTrials()),
          column(
              "halvings",
              INTEGER,
              "times that the pack was halved for lack of memory",
              r -> r.provenance().halvings()),
          column(
              "attempt",
              INTEGER,
              "which attempt at the pack it was, from 1",
              r -> r.provenance().attempt()),
          column(
              "slot_seconds",
              DOUBLE,
              "seconds that the whole pack kept its slot",
              r -> r.provenance().slotSeconds()),
          place("host", STRING, "where the executor was", Place::host),
          place("gpu", STRING, "address of the GPU that Spark assigned", Place::gpu),
          place("device", STRING, "what did the arithmetic", Place::device),
          place("device_memory", LONG, "bytes of memory of that device", Place::memoryBytes),
          column(
              "data_fingerprint",
              STRING,
              "hash of the data set's content",
              r -> r.trial().dataFingerprint()),
          column("schema_version", INTEGER, "version of this table", r -> Table.SCHEMA_VERSION));

  /** Whether a trial took part in the search, or confirms its choice. */
  public static final Column<TrialResult> CONFIRMATION =
      column(
          "confirmation",
          BOOLEAN,
          "whether it was trained on a fresh seed to confirm the search's choice",
          result -> result.trial().confirms());

  /** How far a trial came in a halving. */
  static final List<Column<TrialResult>> LADDER =
      List.of(
          column(
              "bracket",
              INTEGER,
              "number of the halvings that its configuration had to survive; null without halving",
              result -> result.rung() == null ? null : result.rung().bracket()),
          column(
              "rung",
              INTEGER,
              "the last rung that it reached, from 0; null without halving",
              result -> result.rung() == null ? null : result.rung().number()));

  /** The curve, inside the trial's own row, so that one rename commits both. */
  public static final ListColumn<TrialResult, CurvePoint> CURVE =
      new ListColumn<>("curve", "one struct a step", CurveColumns.TABLE, TrialResult::curve);

  /** The table with one row for each trial. */
  public static final Table<TrialResult> TABLE =
      new Table<>(
          "trials",
          Stream.of(
                  IDENTITY,
                  PARAMETERS,
                  OUTCOME,
                  LADDER,
                  List.of(CONFIRMATION),
                  PROVENANCE,
                  List.of(CURVE))
              .<Column<TrialResult>>flatMap(List::stream)
              .toList());

  private static Column<TrialResult> column(
      String name, ColumnType type, String meaning, ScalarColumn.Cell<TrialResult> cell) {
    return new ScalarColumn<>(name, type, meaning, cell);
  }

  private static Column<TrialResult> parameter(Parameter<?> parameter) {
    return column(
        nameOf(parameter.key()),
        ColumnType.of(parameter.domain().storedType()),
        parameter.meaning(),
        trial -> trial.trial().spec().stored(parameter));
  }

  /** Returns the name of the column of {@link #PARAMETERS} for a key of a conf. */
  public static String nameOf(String key) {
    return RENAMED.getOrDefault(key, key.replace('-', '_'));
  }

  /** Returns the parameters of a row's trial, as {@link TrialSpec#parameters} gives them. */
  public static SortedMap<String, Object> parameters(Row row) {
    SortedMap<String, Object> parameters = new TreeMap<>();
    for (Column<TrialResult> column : PARAMETERS) {
      Object value = row.getAs(column.name());
      if (value != null) {
        parameters.put(keyOf(column.name()), value);
      }
    }
    return parameters;
  }

  /** Returns the conf key of a column of {@link #PARAMETERS}. */
  static String keyOf(String name) {
    return RENAMED.entrySet().stream()
        .filter(renamed -> renamed.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> name.replace('_', '-'));
  }

  private static Column<TrialResult> place(
      String name, ColumnType type, String meaning, Function<Place, @Nullable Object> value) {
    return column(
        name,
        type,
        meaning,
        trial -> {
          Place place = trial.provenance().place();
          return place == null ? null : value.apply(place);
        });
  }

  private static @Nullable Integer diverged(TrialResult trial) {
    return trial.status() instanceof Diverged diverged ? diverged.step() : null;
  }

  private static @Nullable String cause(TrialResult trial) {
    if (trial.status() instanceof Diverged diverged) {
      return "batch loss must be finite and <= %s, got: %s"
          .formatted(trial.trial().spec().schedule().divergenceBound(), diverged.trainLoss());
    }
    return trial.status() instanceof Unfinished unfinished
        ? unfinished.cause()
        : last(trial, CurvePoint::holdout)
            .map(measured -> remark("holdout", measured))
            .or(
                () ->
                    last(trial, CurvePoint::validation)
                        .map(measured -> remark("validation", measured)))
            .orElse(null);
  }

  /** Describes a loss that is not finite, which is stored as null; null for a finite one. */
  private static @Nullable String remark(String samples, Measurement measured) {
    if (Double.isNaN(measured.loss())) {
      return samples + " loss is not a number: the model overflowed";
    }
    return Double.isFinite(measured.loss())
        ? null
        : samples
            + " loss is infinite: a sample's class got probability 0, as does one that training lacks";
  }

  private static @Nullable String trouble(TrialResult trial) {
    if (trial.status() instanceof Unfinished unfinished) {
      return unfinished.trouble().name();
    }
    return trial.status() instanceof Diverged ? trial.status().name() : null;
  }

  private static Optional<CurvePoint> last(TrialResult trial) {
    List<CurvePoint> curve = trial.curve();
    return curve.isEmpty() ? Optional.empty() : Optional.of(curve.get(curve.size() - 1));
  }

  private static Optional<Measurement> last(
      TrialResult trial, Function<CurvePoint, @Nullable Measurement> measurement) {
    return trial.curve().stream()
        .flatMap(point -> Stream.ofNullable(measurement.apply(point)))
        .reduce((earlier, later) -> later);
  }

  /** Returns the best point of the curve; the earliest of equally good ones. */
  private static Optional<CurvePoint> best(TrialResult trial) {
    return trial.curve().stream()
        .filter(point -> Double.isFinite(testLoss(point)))
        .min(Comparator.comparingDouble(TrialColumns::testLoss));
  }

  private static double testLoss(CurvePoint point) {
    Measurement holdout = point.holdout();
    return holdout == null ? Double.NaN : holdout.loss();
  }
}
