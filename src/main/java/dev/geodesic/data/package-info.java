/** Data sets: fetch, read, fingerprint, split, downsample, and the order of batches. */
@NullMarked
package dev.geodesic.data;

import org.jspecify.annotations.NullMarked;
