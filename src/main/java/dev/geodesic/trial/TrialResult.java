package dev.geodesic.trial;

import java.io.Serializable;
import java.util.List;

/**
 * A trial that has ended.
 *
 * @param trialId {@link TrialSpec#id}
 * @param configurationId {@link TrialSpec#configurationId}
 * @param spec what was asked
 * @param status how it ended
 * @param curve one point a step taken, in order
 * @param provenance what trained it
 */
public record TrialResult(
    String trialId,
    String configurationId,
    TrialSpec spec,
    TrialStatus status,
    List<CurvePoint> curve,
    Provenance provenance)
    implements Serializable {

  public TrialResult {
    curve = List.copyOf(curve);
  }

  /**
   * What trained a trial.
   *
   * @param packId the pack it was fused in
   * @param packTrials number of trials in that pack
   * @param host the executor's host name
   * @param device the arithmetic device, as it describes itself
   * @param dataFingerprint hash of the data set's content
   */
  public record Provenance(
      String packId, int packTrials, String host, String device, String dataFingerprint)
      implements Serializable {}
}
