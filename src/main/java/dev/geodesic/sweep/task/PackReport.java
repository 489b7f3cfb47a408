package dev.geodesic.sweep.task;

import dev.geodesic.trial.TrialResult;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A task's report to the driver on a pack that has ended; the curves stay in its file.
 *
 * @param packId id of the pack
 * @param states id of the leg under which the state of each trial is kept that may go on, by its id
 * @param ends how each trial ended
 * @param unfinished the trials that left no result, and are not in the file
 * @param trialSteps steps taken, summed over the trials
 * @param resumedSteps those of them that were taken in earlier runs
 * @param seconds that the pack kept its slot busy
 */
public record PackReport(
    String packId,
    Map<String, String> states,
    List<TrialEnd> ends,
    List<TrialResult> unfinished,
    long trialSteps,
    long resumedSteps,
    double seconds)
    implements Serializable {}
