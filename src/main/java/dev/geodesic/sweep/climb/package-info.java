/** The climb of trials up the ladders of a halving, during a run and over several runs. */
@NullMarked
package dev.geodesic.sweep.climb;

import org.jspecify.annotations.NullMarked;
