/** Data sets: fetching, reading, fingerprints, splits, downsampling, and the order of batches. */
@NullMarked
package dev.geodesic.data;

import org.jspecify.annotations.NullMarked;
