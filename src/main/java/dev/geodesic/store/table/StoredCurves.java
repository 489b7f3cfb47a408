package dev.geodesic.store.table;

import dev.geodesic.trial.CurvePoint;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The stored curves of some trials, column by column. A number that a point lacks is NaN, which no
 * stored number is.
 */
public final class StoredCurves {
  private static final String STEP = "step";
  private static final String TRAIN_LOSS = "train_loss";
  private static final String TEST_LOSS = "test_loss";
  private static final String TEST_ACCURACY = "test_accuracy";
  private static final String VALIDATION_LOSS = "validation_loss";
  private static final String VALIDATION_ACCURACY = "validation_accuracy";
  private static final String SECONDS = "seconds";
  private static final String SOLVER_PATH = "solver_path";

  private static final Set<String> FIELDS =
      Set.of(
          STEP,
          TRAIN_LOSS,
          TEST_LOSS,
          TEST_ACCURACY,
          VALIDATION_LOSS,
          VALIDATION_ACCURACY,
          SECONDS,
          SOLVER_PATH);

  private static final ScalarColumn<?> TRIAL_ID = (ScalarColumn<?>) TrialColumns.IDENTITY.get(0);

  /** The part of a file's schema that is read. */
  private static final MessageType SCHEMA =
      TableScan.schema(
          TrialColumns.TABLE.name(), List.of(TRIAL_ID, TrialColumns.CURVE.with(FIELDS)));

  private final @Nullable Object[] trials;
  private final int[] offsets;
  private final int[] steps;
  private final double[] trainLosses;
  private final double[] testLosses;
  private final double[] testAccuracies;
  private final double[] validationLosses;
  private final double[] validationAccuracies;
  private final double[] seconds;
  private final @Nullable String[] solverPaths;

  private StoredCurves(RowGroup rows) {
    ListColumn<?, ?> curve = TrialColumns.CURVE;
    trials = rows.values(TRIAL_ID);
    RowGroup.Elements elements = rows.elements(curve, STEP);
    offsets = elements.offsets();
    steps = elements.values();
    int points = offsets[rows.rows()];
    trainLosses = rows.doubles(curve, TRAIN_LOSS, points);
    testLosses = rows.doubles(curve, TEST_LOSS, points);
    testAccuracies = rows.doubles(curve, TEST_ACCURACY, points);
    validationLosses = rows.doubles(curve, VALIDATION_LOSS, points);
    validationAccuracies = rows.doubles(curve, VALIDATION_ACCURACY, points);
    seconds = rows.doubles(curve, SECONDS, points);
    solverPaths = rows.strings(curve, SOLVER_PATH, points);
  }

  /** Receives curves. */
  public interface Reader {
    /**
     * Reads the curve of one trial.
     *
     * @param trialId id of the trial
     */
    void read(String trialId, Curve curve);
  }

  /**
   * Passes every curve of a file to each of these readers, in the order of the trials in the file.
   *
   * @param passedOver ids of trials whose curves are left out
   * @throws dev.geodesic.trial.RequestException if the file is damaged
   * @throws IOException if it cannot be reached
   */
  public static void read(
      FileSystem fileSystem, Path file, Set<String> passedOver, List<? extends Reader> readers)
      throws IOException {
    TableScan.read(
        fileSystem,
        file,
        SCHEMA,
        group -> {
          StoredCurves curves = new StoredCurves(group);
          readers.forEach(reader -> curves.forEach(passedOver, reader));
        });
  }

  private void forEach(Set<String> passedOver, Reader reader) {
    for (int trial = 0; trial < trials.length; trial++) {
      String id = String.valueOf(trials[trial]);
      if (!passedOver.contains(id)) {
        reader.read(id, new Curve(offsets[trial], offsets[trial + 1]));
      }
    }
  }

  /** The points of one trial, by step. */
  public final class Curve {
    private final int from;
    private final int to;

    private Curve(int from, int to) {
      this.from = from;
      this.to = to;
    }

    /** The number of points. */
    public int size() {
      return to - from;
    }

    /** Mini-batches seen, from 1. */
    public int step(int point) {
      return steps[from + point];
    }

    /** Cross-entropy of the step's batch before the step, nats a sample. */
    public double trainLoss(int point) {
      return trainLosses[from + point];
    }

    /** Holdout cross-entropy after the step, nats a sample; NaN where not measured or infinite. */
    public double testLoss(int point) {
      return testLosses[from + point];
    }

    /** Share of the holdout that was predicted right; NaN where not measured. */
    public double testAccuracy(int point) {
      return testAccuracies[from + point];
    }

    /** Cross-entropy of the validation samples, nats a sample; NaN as {@link #testLoss}. */
    public double validationLoss(int point) {
      return validationLosses[from + point];
    }

    /** Whether the trial was measured after this step, if only as infinite. */
    public boolean isMeasured(int point) {
      return !Double.isNaN(testAccuracy(point));
    }

    /**
     * The loss by which configurations are chosen, as {@link CurvePoint#selecting}; NaN as {@link
     * #testLoss}.
     */
    public double selectionLoss(int point) {
      return Double.isNaN(validationAccuracies[from + point])
          ? testLoss(point)
          : validationLoss(point);
    }

    /** Training time up to this step, a trial's share. */
    public double seconds(int point) {
      return seconds[from + point];
    }

    /** The method that computed the direction; null for first-order optimizers. */
    public @Nullable String solverPath(int point) {
      return solverPaths[from + point];
    }
  }
}
