package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** Which output curvature stands between the two Jacobians of the Fisher matrix. */
public enum Fisher implements ConfName {
  /** S(p) = diag p − p pᵀ: the Fisher of the categorical distribution with these logits. */
  EXACT,
  /**
   * S(p) S(q) S(p) with q = softmax(p): what comes out when probabilities are fed where logits
   * belong. Near uniform p it is C² times smaller than {@link #EXACT}.
   */
  SOFTMAX_OF_PROBABILITIES,
  /**
   * (p − e_y)(p − e_y)ᵀ with the labels of the data: the second moment of the gradients. It is no
   * curvature away from a perfect fit, and small where it should be large (Kunstner, Balles and
   * Hennig 2019); it is here to be compared with.
   */
  EMPIRICAL
}
