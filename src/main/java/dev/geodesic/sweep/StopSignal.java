package dev.geodesic.sweep;

import java.util.UUID;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The signal that a run ends early, and why. Once it is given, no pack begins any more, and Spark
 * jobs of this run are cancelled; those of others in the same application go on.
 */
final class StopSignal {
  /** Why a run ends early. */
  enum Reason {
    /** Its time budget has ended. */
    OUT_OF_TIME,
    /** The user ended the run, which waits for nothing that is not necessary. */
    INTERRUPTED
  }

  /** Marks the jobs of this run. */
  private final String tag = "geodesic-" + UUID.randomUUID();

  private volatile @Nullable Reason reason;
  private volatile @Nullable SparkContext spark;

  /** Marks the jobs that this thread starts from now on, so that they can be cancelled. */
  void mark(SparkContext context) {
    spark = context;
    context.addJobTag(tag);
  }

  /** Leaves the jobs that this thread starts from now on alone. */
  void unmark(SparkContext context) {
    context.removeJobTag(tag);
  }

  /**
   * Gives the signal and cancels what runs. The caller must repeat it until the run has ended, as a
   * job may be on its way to Spark. An interruption takes the place of the end of a time budget.
   */
  void give(Reason why) {
    if (reason != Reason.INTERRUPTED) {
      reason = why;
    }
    SparkContext watched = spark;
    if (watched != null && !watched.isStopped()) {
      watched.cancelJobsWithTag(tag);
    }
  }

  /** Whether the run is to end. */
  boolean isGiven() {
    return reason != null;
  }

  /** Whether somebody asked the run to end. */
  boolean isInterrupted() {
    return reason == Reason.INTERRUPTED;
  }

  /** Whether the run ends with its time budget. */
  boolean isOutOfTime() {
    return reason == Reason.OUT_OF_TIME;
  }
}
