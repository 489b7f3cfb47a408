package dev.geodesic.device;

/** Vector arithmetic on panels, trial by trial. */
public interface PanelKernels {
  /** {@code x = 0}. */
  void clear(Panel x);

  /**
   * Writes nearly equal rows, from which iterations start: {@code x[b,t,c] = row[c] + spread·w_k}
   * with k = b·width + c + 1 and the fixed numbers w_k = 2·frac(kφ) − 1 (Weyl), φ = (√5 − 1)/2; the
   * same in every trial.
   */
  void scatter(double[] row, double spread, Panel x);

  /** {@code y = x}. */
  void copy(Panel x, Panel y);

  /** Copies some trials of a panel to the same positions of another. */
  void copyTrials(Panel source, int[] trials, Panel target);

  /** {@code x_t ·= factors[t]}. */
  void scale(double[] factors, Panel x);

  /** {@code y_t = factors[t] · y_t + x_t}. */
  void scaleAndAdd(Numbers factors, Panel y, Panel x);

  /** {@code y_t += factors[t] · x_t}. */
  default void add(double[] factors, Panel x, Panel y) {
    add(Numbers.of(factors), x, y);
  }

  /** {@code y_t += factors[t] · x_t}. */
  void add(Numbers factors, Panel x, Panel y);

  /** Returns for each trial the scalar product of two panels, over samples and units. */
  Numbers dot(Panel left, Panel right);

  /** Returns Σ_b ‖left_bt‖²·‖right_bt‖² for each trial t, of rows that may differ in width. */
  Numbers dotOfSquares(Panel left, Panel right);

  /**
   * Returns {@code scales[t] · numerators[t]/denominators[t]} for each trial t; 0 where the scale
   * is 0 or the denominator is not positive.
   */
  Numbers quotients(double[] scales, Numbers numerators, Numbers denominators);
}
