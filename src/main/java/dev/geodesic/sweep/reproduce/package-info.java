/** Trains trials of the results again, in the packs that they trained in. */
@NullMarked
package dev.geodesic.sweep.reproduce;

import org.jspecify.annotations.NullMarked;
