/** Optimizers: from the predictions on a batch to the step that a pack takes. */
@NullMarked
package dev.geodesic.optim;

import org.jspecify.annotations.NullMarked;
