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
   * @return one answer: false, and the panel untouched, where K is singular to working precision:
   *     repeated or empty samples, or more samples than features
   */
  Flags solve(Panel panel);

  /**
   * Solves {@code (scales[t]·K + shifts[t]·I) · solution = panel} in place, trial by trial.
   *
   * @param shifts positive
   */
  void solveShifted(double[] scales, double[] shifts, Panel panel);

  /**
   * Removes from every trial and class of a panel the part that Xᵀ maps to zero: only the part in
   * the range of K stays, along eigenvectors whose eigenvalues exceed float64 rounding. {@code Xᵀ ·
   * panel} does not change. Where K is regular the panel is left untouched.
   */
  void projectOntoRange(Panel panel);

  /** Returns Σ_b ‖x_b‖²·‖panel_bt‖² for each trial t. */
  Numbers dotOfSquares(Panel panel);

  /** Returns one number, the mean of the diagonal: the mean ‖x‖² of a sample. */
  Numbers meanDiagonal();
}
