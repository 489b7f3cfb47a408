/** Output for people: answers to queries, the table and the chart at the end of a run. */
@NullMarked
package dev.geodesic.report;

import org.jspecify.annotations.NullMarked;
