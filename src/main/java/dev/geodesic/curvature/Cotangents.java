package dev.geodesic.curvature;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.model.ForwardPass;

/**
 * The directions JᵀM of a pack, held as their cotangents M, with what the choice of their precision
 * depends on: see {@link Pullback}.
 *
 * @param panel M, {@code [batch, trials, classes]}
 * @param squaredLengths ‖JᵀM‖² of each trial, subject to rounding
 * @param parts Σ_b ‖J_bᵀM_b‖² of each trial
 * @param squares ‖M‖² of each trial
 */
record Cotangents(Panel panel, Numbers squaredLengths, Numbers parts, Numbers squares) {
  /** Measures cotangents. */
  static Cotangents of(ForwardPass pass, Panel panel, Numbers squaredLengths) {
    return new Cotangents(
        panel, squaredLengths, pass.partSquares(panel), pass.device().panels().dot(panel, panel));
  }
}
