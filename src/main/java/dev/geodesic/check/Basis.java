package dev.geodesic.check;

import dev.geodesic.device.KroneckerFactor;
import java.util.Arrays;

/**
 * A factor with the eigenvectors that the device found: where several belong to one eigenvalue, the
 * device is free to choose a basis.
 *
 * @param v V[i, k] at unit i, each trial and eigenvector k
 * @param sigma the eigenvalues of each trial, {@code [trial][k]}
 */
record Basis(KroneckerFactor factor, HostPanel v, double[][] sigma) {
  static final int TRIALS = 3;

  /**
   * Creates a factor of fewer samples than its order, so that about half of its eigenvectors are
   * alike.
   *
   * @param matrices the number of trials, or 1 for a matrix that they share
   */
  static Basis of(CheckContext s, int order, int matrices) {
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

  /** Returns V of every trial: the coordinates of the unit vectors, computed by the device. */
  static HostPanel vectors(CheckContext s, KroneckerFactor factor, int trials) {
    int order = factor.order();
    HostPanel units = HostPanel.of(order, trials, order, (i, t, k) -> i == k ? 1 : 0);
    return s.download(s.device().kronecker().coordinates(s.upload(units), factor));
  }

  int order() {
    return factor.order();
  }

  /** Returns element i of eigenvector k of trial t. */
  double at(int t, int i, int k) {
    return v.at(i, t, k);
  }

  /** Returns Vᵀa of every sample and trial. */
  Sums turned(CheckContext.Element a, int batch) {
    return Sums.of(batch, TRIALS, order(), order(), (b, t, k, i) -> at(t, i, k) * a.at(b, t, i));
  }

  /**
   * Returns moments in units of the factor, with those of alike eigenvectors replaced by their
   * mean.
   */
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
