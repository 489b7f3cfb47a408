package dev.geodesic.report.page;

import dev.geodesic.store.run.Manifest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of the page about the sweep as a whole.
 *
 * @param sweep the name of the sweep
 * @param written the time at which the page was written, ISO 8601
 * @param running the progress of the current run; null if there is none
 * @param trials the number of trials by status
 * @param configurations the number of configurations
 * @param lost the trials without a complete curve or a finite loss, by class
 * @param speeds the measured times of steps
 * @param runs the runs, in the order in which they ended
 */
record SweepSummary(
    String sweep,
    String written,
    @Nullable String running,
    Map<String, Long> trials,
    int configurations,
    List<Lost> lost,
    List<Speed> speeds,
    List<Manifest.Run> runs) {}
