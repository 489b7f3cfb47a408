package dev.geodesic.device;

/**
 * K = XXᵀ of a batch X {@code [batch, features]}, float64 {@code [batch, batch]}. It depends on the
 * samples alone, so a pack computes it once for all its trials.
 */
public interface SampleGram {
  int batch();

  /** {@code product = K · panel}, for every trial and class. */
  void multiply(Panel panel, Panel product);

  /**
   * Solves {@code K · solution = panel} in place, for every trial and class at once.
   *
   * @return false, and the panel untouched, where K is singular to working precision: repeated or
   *     empty samples, or more samples than features
   */
  boolean solve(Panel panel);

  /**
   * Solves {@code (scales[t]·K + shifts[t]·I) · solution = panel} in place, trial by trial.
   *
   * @param shifts positive
   */
  void solveShifted(double[] scales, double[] shifts, Panel panel);

  /**
   * Takes from a panel what X maps to zero: of every trial and class only the part in the range of
   * K stays, on eigenvectors whose eigenvalues float64 tells from rounding. {@code Xᵀ · panel} is
   * what it was. Where K is regular the panel is left untouched.
   */
  void projectOntoRange(Panel panel);

  /** Σ_b ‖x_b‖²·‖panel_bt‖² for each trial. */
  double[] dotOfSquares(Panel panel);

  /** The mean of the diagonal: ‖x‖² of a sample. */
  double meanDiagonal();
}
