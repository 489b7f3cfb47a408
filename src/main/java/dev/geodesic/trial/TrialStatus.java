package dev.geodesic.trial;

import java.io.Serializable;

/** How a trial ended, or why it did not. Only trials that ended are committed. */
public sealed interface TrialStatus extends Serializable {
  /** The spelling in the results. */
  String name();

  /** All steps were taken. */
  record Completed() implements TrialStatus {
    @Override
    public String name() {
      return "COMPLETED";
    }
  }

  /**
   * The batch loss exceeded its bound, or was not finite.
   *
   * @param step the step whose batch loss did, counted from 1
   * @param trainLoss that loss
   */
  record Diverged(int step, double trainLoss) implements TrialStatus {
    @Override
    public String name() {
      return "DIVERGED";
    }
  }

  /**
   * The trial took part in a halving, and was not among the best of a rung.
   *
   * @param step of the rung, after which it was stopped
   */
  record Stopped(int step) implements TrialStatus {
    @Override
    public String name() {
      return "STOPPED";
    }
  }

  /**
   * The trial has no result; the next run of the sweep tries it again.
   *
   * @param trouble the class of the cause
   * @param cause in one line
   */
  record Unfinished(FailureKind trouble, String cause) implements TrialStatus {
    @Override
    public String name() {
      return trouble.isFailure() ? "FAILED" : "NOT_RUN";
    }
  }
}
