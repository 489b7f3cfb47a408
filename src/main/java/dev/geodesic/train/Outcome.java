package dev.geodesic.train;

import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.util.List;

/**
 * How a trial ended.
 *
 * @param spec what was asked
 * @param status how it ended
 * @param curve one point a step taken
 */
public record Outcome(TrialSpec spec, TrialStatus status, List<CurvePoint> curve) {}
