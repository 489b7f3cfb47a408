package dev.geodesic.check;

import dev.geodesic.device.KroneckerFactor;
import java.util.Arrays;

/**
 * A factor with its eigenvectors, as the device tells them: which ones come out of several that
 * belong to one eigenvalue is the device's to choose.
 *
 * @param v unit i, trial, eigenvector k is V[i, k]
 * @param sigma eigenvalues of each trial
 */
record Basis(KroneckerFactor factor, HostPanel v, double[][] sigma) {
  static final int TRIALS = 3;

  /**
   * Of fewer samples than its order, so that about half of its eigenvectors are alike.
   *
   * @param matrices one a trial, or 1 that they share
   */
  static Basis of(Setting s, int order, int matrices) {
    KroneckerFactor factor = s.own(s.device().kronecker().factor(order, matrices));
    int batch = (order + 1) / 2;
    factor.average(
        0,
        matrices == 1
            ? s.samples(batch, order, State.PLAIN).input()
            : s.activations(batch, TRIALS, order, State.PLAIN).input());
    factor.decompose();
    double[][] sigma = new double[TRIALS][];
    Arrays.setAll(sigma, factor::eigenvalues);
    return new Basis(factor, vectors(s, factor, TRIALS), sigma);
  }

  /** V of every trial, asked of the device: coordinates of the units. */
  static HostPanel vectors(Setting s, KroneckerFactor factor, int trials) {
    int order = factor.order();
    HostPanel units = HostPanel.of(order, trials, order, (i, t, k) -> i == k ? 1 : 0);
    return s.download(s.device().kronecker().coordinates(s.upload(units), factor));
  }

  int order() {
    return factor.order();
  }

  /** Element i of eigenvector k. */
  double at(int t, int i, int k) {
    return v.at(i, t, k);
  }

  /** Vᵀ of what some samples hold, trial by trial. */
  Sums turned(Setting.Element a, int batch) {
    return Sums.of(batch, TRIALS, order(), order(), (b, t, k, i) -> at(t, i, k) * a.at(b, t, i));
  }

  /** In units of the factor, and those of eigenvectors that are alike replaced by their mean. */
  HostPanel moments(HostPanel moments) {
    HostPanel shared = moments.map(value -> value);
    for (int b = 0; b < moments.batch(); b++) {
      for (int t = 0; t < moments.trials(); t++) {
        double[] row = moments.row(b, t);
        Alike.share(row, sigma[t]);
        for (int k = 0; k < row.length; k++) {
          shared.set(b, t, k, row[k] / factor.unit(t));
        }
      }
    }
    return shared;
  }
}
