package dev.geodesic.trial;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trial that has ended, or what is known of one that has not.
 *
 * @param trial what was asked
 * @param status how it ended
 * @param rung that it reached; absent without halving
 * @param curve points of some of the steps taken, in order
 * @param provenance what trained it
 */
public record TrialResult(
    Trial trial,
    TrialStatus status,
    @Nullable Rung rung,
    List<CurvePoint> curve,
    Provenance provenance)
    implements Serializable {

  public TrialResult {
    curve = List.copyOf(curve);
  }

  /** The number of steps taken, by the last point of the curve. */
  public int steps() {
    return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).step();
  }

  /**
   * What trained a trial.
   *
   * @param packId the pack it was fused in
   * @param packTrials number of trials that it trained with
   * @param halvings how often the pack was halved before, for lack of memory
   * @param attempt number of the attempt at the pack, counted from 1; 0 where there was none
   * @param slotSeconds time that the pack kept its slot, the measurements on the holdout included
   * @param place where the trial trained; absent where it never began
   */
  public record Provenance(
      String packId,
      int packTrials,
      int halvings,
      int attempt,
      double slotSeconds,
      @Nullable Place place)
      implements Serializable {}

  /**
   * Where a trial trained.
   *
   * @param host the executor's host name
   * @param gpu the address that Spark assigned, absent where it assigned none
   * @param device the arithmetic device, as it describes itself; absent where it was never opened
   * @param memoryBytes of the device; 0 where it was never opened
   */
  public record Place(String host, @Nullable String gpu, @Nullable String device, long memoryBytes)
      implements Serializable {}
}
