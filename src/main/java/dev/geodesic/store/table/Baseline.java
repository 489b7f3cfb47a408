package dev.geodesic.store.table;

import static dev.geodesic.store.table.ColumnType.BOOLEAN;
import static dev.geodesic.store.table.ColumnType.DOUBLE;
import static dev.geodesic.store.table.ColumnType.INTEGER;
import static dev.geodesic.store.table.ColumnType.STRING;

import dev.geodesic.trial.ContentHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a converged linear model on one prepared data set, by MLlib's logistic regression.
 *
 * @param dataset name or place of the data set
 * @param holdout as in a conf
 * @param validation fraction of the other training samples that was left out as well; null for none
 * @param downsample side of the images in pixels; 0 if they are not downsampled
 * @param bias whether it has an intercept
 * @param dataFingerprint hash of the data set's content
 * @param trainLoss mean cross-entropy, nats a sample
 * @param testLoss the same on the holdout; infinite where that has a class that training lacks
 * @param testAccuracy share of the holdout that was predicted right
 * @param iterations number of iterations of L-BFGS
 * @param converged whether the tolerance ended them and not their limit; null where not known
 * @param seconds that the fit took
 */
public record Baseline(
    String dataset,
    String holdout,
    @Nullable Double validation,
    int downsample,
    boolean bias,
    String dataFingerprint,
    double trainLoss,
    double testLoss,
    double testAccuracy,
    int iterations,
    @Nullable Boolean converged,
    double seconds) {

  /** The column of {@link #validation}. */
  public static final String VALIDATION = "validation";

  /** The table with one row for each prepared data set and kind of bias. */
  public static final Table<Baseline> TABLE =
      new Table<>(
          "baselines",
          List.of(
              column(
                  "dataset", STRING, "name of the data set, or where it lies", Baseline::dataset),
              column("holdout", STRING, "test, or the share kept from training", Baseline::holdout),
              column(
                  "downsample",
                  INTEGER,
                  "side of the images in pixels, 0 as they are",
                  Baseline::downsample),
              column("bias", BOOLEAN, "whether the linear model has an intercept", Baseline::bias),
              column(
                  "data_fingerprint",
                  STRING,
                  "hash of the data set's content",
                  Baseline::dataFingerprint),
              column(
                  "train_loss",
                  DOUBLE,
                  "cross-entropy on the training set, nats a sample",
                  Baseline::trainLoss),
              column(
                  "test_loss",
                  DOUBLE,
                  "cross-entropy on the holdout, nats a sample; null where it is infinite",
                  Baseline::testLoss),
              column(
                  "test_accuracy",
                  DOUBLE,
                  "share of the holdout got right",
                  Baseline::testAccuracy),
              column("iterations", INTEGER, "iterations that L-BFGS took", Baseline::iterations),
              column(
                  "converged",
                  BOOLEAN,
                  "whether its tolerance ended them and not their number; null where not known",
                  Baseline::converged),
              column("seconds", DOUBLE, "time that they took", Baseline::seconds),
              column(
                  VALIDATION,
                  DOUBLE,
                  "fraction of the other training samples that was left out; null for none",
                  Baseline::validation)));

  private static final int ID_LENGTH = 20;

  private static Column<Baseline> column(
      String name, ColumnType type, String meaning, ScalarColumn.Cell<Baseline> cell) {
    return new ScalarColumn<>(name, type, meaning, cell);
  }

  /** What decides a baseline: the content, the split, the resolution and the model. */
  public record Key(
      String dataFingerprint,
      String holdout,
      @Nullable Double validation,
      int downsample,
      boolean bias) {
    /** A short name of this key, the same for equal keys. */
    public String id() {
      return hash(text());
    }

    /** A short name of this key and of the program that made the fit. */
    public String id(String maker) {
      return hash(text() + "\n" + maker);
    }

    private String text() {
      String text = dataFingerprint + "\n" + holdout + "\n" + downsample + "\n" + bias;
      return validation == null ? text : text + "\nvalidation=" + validation;
    }

    private static String hash(String text) {
      return ContentHash.of(text).substring(0, ID_LENGTH);
    }
  }

  /** Returns this fit for the same data under another name. */
  public Baseline under(String otherDataset) {
    return new Baseline(
        otherDataset,
        holdout,
        validation,
        downsample,
        bias,
        dataFingerprint,
        trainLoss,
        testLoss,
        testAccuracy,
        iterations,
        converged,
        seconds);
  }

  /** The key of this baseline. */
  public Key key() {
    return new Key(dataFingerprint, holdout, validation, downsample, bias);
  }
}
