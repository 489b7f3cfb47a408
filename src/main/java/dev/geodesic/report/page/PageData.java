package dev.geodesic.report.page;

import java.util.List;

/**
 * All that the page holds.
 *
 * @param night the sweep as a whole
 * @param problems each with its own comparisons
 */
record PageData(Night night, List<ProblemReport> problems) {}
