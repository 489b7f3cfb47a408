/**
 * Reads and checks a conf file into a {@link dev.geodesic.space.SweepSpec}: the one place that
 * knows key names, their defaults and what they may hold.
 */
@NullMarked
package dev.geodesic.conf;

import org.jspecify.annotations.NullMarked;
