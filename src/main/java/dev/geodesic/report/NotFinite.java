package dev.geodesic.report;

import dev.geodesic.store.StoredTrial;
import org.apache.spark.sql.Row;

/**
 * Describes losses that are not finite. They are stored as null, as one of them would spoil every
 * mean and every order in SQL.
 */
public final class NotFinite {
  /** The cause for a linear fit, whose holdout loss can be infinite for no other reason. */
  public static final String FIT = "infinite: the holdout has a class that training lacks";

  /** The cause for trials that were stored before causes were. */
  public static final String TRIALS =
      "loss is infinite or not a number: it is infinite where the samples it is measured on have a class that training lacks";

  private NotFinite() {}

  /** Whether a trial took all its steps and a loss that was measured then is not finite. */
  public static boolean isWithoutLoss(Row trial) {
    return isCompleted(trial)
        && (trial.getAs("test_loss") == null || StoredTrial.selectionLoss(trial) == null);
  }

  /** Whether a trial took all its steps and the loss that it is ranked by is not finite. */
  static boolean isWithoutRank(Row trial) {
    return isCompleted(trial) && StoredTrial.selectionLoss(trial) == null;
  }

  private static boolean isCompleted(Row trial) {
    return trial.<String>getAs("status").equals("COMPLETED");
  }
}
