package dev.geodesic.report;

/**
 * Losses that are no finite numbers, in words. They are stored as null: one of them would poison
 * every mean and every order in SQL.
 */
public final class NotFinite {
  /** Of a linear fit, whose holdout loss cannot leave all bounds otherwise. */
  public static final String FIT = "infinite: the holdout has a class that training lacks";

  /** Of trials; those that were stored before the reason was have none. */
  public static final String TRIALS =
      "holdout loss is infinite or not a number: it is infinite where the holdout has a class that training lacks";

  private NotFinite() {}

  /** Trials that took all their steps, in SQL over the view {@code trials}. */
  public static final String CONDITION = "status = 'COMPLETED' AND test_loss IS NULL";
}
