package dev.geodesic.sweep;

import dev.geodesic.trial.TrialStatus;
import java.io.Serializable;
import java.util.List;

/**
 * What the driver hears of a pack that has been committed; the curves stay in its file.
 *
 * @param packId the pack
 * @param statuses how each trial ended
 * @param trialSteps steps taken, summed over the trials
 */
record PackReport(String packId, List<TrialStatus> statuses, long trialSteps)
    implements Serializable {}
