package dev.geodesic.report;

import org.apache.spark.sql.Row;

/**
 * Losses that are no finite numbers, in words. They are stored as null: one of them would poison
 * every mean and every order in SQL.
 */
public final class NotFinite {
  /** The cause for a linear fit: its holdout loss cannot be infinite for any other reason. */
  public static final String FIT = "infinite: the holdout has a class that training lacks";

  /** The cause for trials that were stored before causes were. */
  public static final String TRIALS =
      "holdout loss is infinite or not a number: it is infinite where the holdout has a class that training lacks";

  private NotFinite() {}

  /** Whether a row of the trials took all its steps to such a loss. */
  public static boolean isWithoutLoss(Row trial) {
    return trial.<String>getAs("status").equals("COMPLETED") && trial.getAs("test_loss") == null;
  }
}
