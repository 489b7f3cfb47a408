package dev.geodesic.report.page;

import dev.geodesic.store.Manifest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sweep as a whole.
 *
 * @param sweep its name
 * @param written when the page was, ISO 8601
 * @param running how far a run is that goes on; null after its end
 * @param trials number by status
 * @param configurations that were tried
 * @param lost trials without a whole curve, by class
 * @param speeds what steps took
 * @param runs in the order in which they ended
 */
record Night(
    String sweep,
    String written,
    @Nullable String running,
    Map<String, Long> trials,
    int configurations,
    List<Lost> lost,
    List<Speed> speeds,
    List<Manifest.Run> runs) {}
