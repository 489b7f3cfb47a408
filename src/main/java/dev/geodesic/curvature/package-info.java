/** Fisher solvers: from the predictions on a batch to the natural gradient, h(F)g. */
@NullMarked
package dev.geodesic.curvature;

import org.jspecify.annotations.NullMarked;
