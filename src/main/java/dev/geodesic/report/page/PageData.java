package dev.geodesic.report.page;

import java.util.List;

/**
 * The data of the page.
 *
 * @param night the sweep as a whole
 * @param problems the results on each problem
 */
record PageData(SweepSummary night, List<ProblemReport> problems) {}
