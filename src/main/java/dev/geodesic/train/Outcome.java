package dev.geodesic.train;

import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialStatus;
import java.util.List;

/**
 * The result of a trial.
 *
 * @param trial the trial as requested
 * @param status how it ended
 * @param curve the recorded points, ascending by step
 */
public record Outcome(Trial trial, TrialStatus status, List<CurvePoint> curve) {}
