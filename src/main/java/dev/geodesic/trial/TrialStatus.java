package dev.geodesic.trial;

import java.io.Serializable;

/**
 * How a trial ended. Trouble with the machine is no status: it throws, and Spark tries elsewhere.
 */
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
   * The loss left all bounds.
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

  /** The trial could not be computed, and would fail again elsewhere. */
  record Failed(String cause) implements TrialStatus {
    @Override
    public String name() {
      return "FAILED";
    }
  }
}
