package dev.geodesic.curvature;

import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.device.SymmetricSystem.Spectrum;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.SolverPath;

/** Ways to replace the right-hand side v of a system by h(M)v, M a Gram or a Fisher matrix. */
final class Inverse {
  /** How well σ_max is known where no eigenvalues are computed. */
  private static final double LAMBDA_MAX_TOLERANCE = 1e-6;

  /** β / σ_max: far beyond what Lanczos iteration can have missed. */
  private static final double MARGIN = 1.001;

  private Inverse() {}

  static double largestEigenvalue(SymmetricSystem system) {
    return system.largestEigenvalue(LAMBDA_MAX_TOLERANCE);
  }

  /**
   * Whether it is certain that nothing is truncated. A Cholesky factorisation of M − reltol·β·I,
   * with β just above σ_max, succeeds only if every eigenvalue is above reltol·σ_max. Where it
   * fails the eigenvalues decide, so the margin of β can cost time but never changes the step.
   */
  static boolean isComplete(SymmetricSystem system, Inversion inversion, double largest) {
    return inversion.reltol() == 0
        || system.isPositiveDefiniteBeyond(inversion.reltol() * MARGIN * largest);
  }

  /** By a Cholesky factorisation where that is certain to give h(M)v, else by the eigenvalues. */
  static Curvature cheapest(
      SymmetricSystem system, Inversion inversion, double largest, SolverPath byEigenvalues) {
    return inversion.damping() > 0
            && isComplete(system, inversion, largest)
            && system.solveDamped(inversion.damping())
        ? new Curvature(SolverPath.CHOLESKY, system.order(), largest, inversion.damping(), null)
        : byEigenvalues(system, inversion, byEigenvalues);
  }

  static Curvature byEigenvalues(SymmetricSystem system, Inversion inversion, SolverPath path) {
    Spectrum spectrum = system.solveTruncated(inversion.reltol(), inversion.damping());
    return new Curvature(path, spectrum.rank(), spectrum.largest(), inversion.damping(), null);
  }
}
