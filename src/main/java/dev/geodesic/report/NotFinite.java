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
      "holdout loss is infinite or not a number: it is infinite where the holdout has a class that training lacks";

  private NotFinite() {}

  /** Whether a trial took all its steps and the loss that it is judged by is not finite. */
  public static boolean isWithoutLoss(Row trial) {
    return trial.<String>getAs("status").equals("COMPLETED")
        && StoredTrial.selectionLoss(trial) == null;
  }
}
