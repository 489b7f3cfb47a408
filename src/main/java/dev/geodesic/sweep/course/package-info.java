/**
 * The course of a sweep, during a run and over several: what trains first, and what follows on it,
 * up the ladders of a halving and to confirm what was chosen.
 */
@NullMarked
package dev.geodesic.sweep.course;

import org.jspecify.annotations.NullMarked;
