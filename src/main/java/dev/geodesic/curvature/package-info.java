/** Fisher solvers, which compute natural gradients h(F)g from the predictions on a batch. */
@NullMarked
package dev.geodesic.curvature;

import org.jspecify.annotations.NullMarked;
