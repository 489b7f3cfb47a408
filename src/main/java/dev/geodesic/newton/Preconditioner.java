package dev.geodesic.newton;

/** An approximation M of the Hessian that is easily inverted. */
interface Preconditioner {
  /** Returns M⁻¹r, of r {@code [features + 1, classes]}. */
  double[] solve(double[] r);
}
