package dev.geodesic.trial;

import java.io.Serializable;

/**
 * How long a trial trains, how often it is measured, and when it is given up.
 *
 * @param steps mini-batches, one step each
 * @param evalEvery steps between two measurements on the holdout; the last step is always measured
 * @param divergenceBound a trial whose batch loss (nats a sample) is above this, or not finite, has
 *     diverged
 * @param crossCheckEvery steps between two checks of the direction by an independent solver; 0 for
 *     none
 * @param recordEvery steps between two points of a curve; besides, every step that is measured or
 *     checked and the last one leave a point. Like the checks it decides nothing of how a trial
 *     trains, and is no part of its identity.
 */
public record Schedule(
    int steps, int evalEvery, double divergenceBound, int crossCheckEvery, int recordEvery)
    implements Serializable {
  /** A uniform guess among 10 classes costs 2.3 nats; no healthy run comes near this. */
  public static final double DEFAULT_DIVERGENCE_BOUND = 100;

  public Schedule {
    Require.atLeast("steps", 1, steps);
    Require.atLeast("eval-every", 1, evalEvery);
    Require.positive("divergence-bound", divergenceBound);
    Require.atLeast("cross-check", 0, crossCheckEvery);
    Require.atLeast("record-every", 1, recordEvery);
  }

  /** Without cross-checks, and every step a point. */
  public Schedule(int steps, int evalEvery, double divergenceBound) {
    this(steps, evalEvery, divergenceBound, 0, 1);
  }

  /** Whether the holdout is measured after step {@code step}, counted from 1. */
  public boolean evaluatesAfter(int step) {
    return step % evalEvery == 0 || step == steps;
  }

  /** Whether the direction of step {@code step}, counted from 1, is checked. */
  public boolean crossChecks(int step) {
    return crossCheckEvery > 0 && step % crossCheckEvery == 0;
  }

  /** Whether step {@code step}, counted from 1, leaves a point of the curve wherever it ends. */
  public boolean records(int step) {
    return step % recordEvery == 0 || evaluatesAfter(step) || crossChecks(step);
  }
}
