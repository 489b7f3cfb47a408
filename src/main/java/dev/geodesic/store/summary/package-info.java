/** Statistics over the seeds of a configuration. */
@NullMarked
package dev.geodesic.store.summary;

import org.jspecify.annotations.NullMarked;
