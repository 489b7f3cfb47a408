package dev.geodesic.curvature;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.device.SymmetricSystem.Spectrum;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.SolverPath;

/** Ways to replace the right-hand side v of a system by h(M)v, M a Gram or a Fisher matrix. */
final class Inverse {
  /** Relative tolerance of σ_max where Lanczos iteration estimates it. */
  static final double LAMBDA_MAX_TOLERANCE = 1e-6;

  /**
   * β / σ_max: above 1 by a thousand times {@link #LAMBDA_MAX_TOLERANCE}, so that β is above the
   * true σ_max though Lanczos iteration underestimates it.
   */
  private static final double MARGIN = 1.001;

  private Inverse() {}

  static double largestEigenvalue(SymmetricSystem system) {
    return system.largestEigenvalue(LAMBDA_MAX_TOLERANCE);
  }

  /**
   * Whether certainly no eigenvalue is truncated. A Cholesky factorisation of M − cutoff·β·I, with
   * β just above σ_max, succeeds only if every eigenvalue is above cutoff·σ_max. Where it fails the
   * eigenvalues decide, so the margin of β can cost time but never changes the step.
   */
  static boolean isComplete(SymmetricSystem system, Inversion inversion, double largest) {
    double shift = shift(inversion, largest);
    return shift == 0 || system.isPositiveDefiniteBeyond(shift);
  }

  /** cutoff·β: what every eigenvalue must exceed for it to be certain that nothing is truncated. */
  static double shift(Inversion inversion, double largest) {
    return inversion.cutoff(largest) * MARGIN * largest;
  }

  /**
   * Replaces v by h(M)v, by a Cholesky factorisation where that is certain to give it, else through
   * the eigenvalues.
   *
   * @param byEigenvalues the path to report in the latter case
   */
  static Curvature cheapest(
      SymmetricSystem system, Inversion inversion, double largest, SolverPath byEigenvalues) {
    return inversion.isDamped(largest)
            && isComplete(system, inversion, largest)
            && system.solveDamped(inversion.damping())
        ? curvature(SolverPath.CHOLESKY, system.order(), largest, inversion)
        : byEigenvalues(system, inversion, largest, byEigenvalues);
  }

  /**
   * Replaces v by h(M)v through the eigenvalues. σ_max is estimated beforehand only where the
   * cut-off depends on it.
   */
  static Curvature byEigenvalues(SymmetricSystem system, Inversion inversion, SolverPath path) {
    boolean isOpen = inversion.reltol() == 0 && inversion.damping() > 0;
    double largest = isOpen ? largestEigenvalue(system) : Double.NaN;
    return byEigenvalues(system, inversion, largest, path);
  }

  private static Curvature byEigenvalues(
      SymmetricSystem system, Inversion inversion, double largest, SolverPath path) {
    Spectrum spectrum = system.solveTruncated(inversion.cutoff(largest), inversion.damping());
    return curvature(path, spectrum.rank(), spectrum.largest(), inversion);
  }

  static Curvature curvature(SolverPath path, int rank, double largest, Inversion inversion) {
    double rounding = Precision.DOUBLE.unitRoundoff() * inversion.condition(largest);
    return new Curvature(path, rank, largest, inversion.damping(), null, rounding);
  }
}
