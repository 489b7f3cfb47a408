package dev.geodesic.newton;

/**
 * What to minimise and when to stop.
 *
 * @param classes 2 or more
 * @param regularization λ of the penalty λ/2 ‖coefficients‖²
 * @param tolerance the gradient's norm ends the fit at this part of its first
 * @param iterations of Newton's method, at most
 */
public record Settings(
    int classes,
    double regularization,
    Penalized penalized,
    Intercept intercept,
    double tolerance,
    int iterations) {

  /** The coefficients that the penalty is of. */
  public enum Penalized {
    /** Those of features that are divided by their standard deviations. */
    SCALED,
    /** Those of the features as they are. */
    RAW
  }

  /** Whether margins have intercepts, which are never penalised. */
  public enum Intercept {
    FITTED,
    NONE
  }
}
