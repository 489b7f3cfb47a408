package dev.geodesic.curvature;

import dev.geodesic.device.Device;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.StateReader;
import java.io.IOException;
import java.util.Arrays;

/**
 * K-FAC (Martens and Grosse 2015, section 6.3): the eigenvalues are products of the factors'
 * eigenvalues, each factor damped by its part of λ, (σ_o + √λ/π)(α_i + π√λ). They are computed
 * again only where the eigenvectors, λ or the trials have changed; recomputing gives the same bits.
 */
final class ProductLayer extends KroneckerLayer {
  /** λ of each trial in the present eigenvalues; empty where they must be computed again. */
  private double[] damping = {};

  ProductLayer(Device device, Matrix weights, int trials, boolean isShared) {
    super(device, weights, trials, isShared);
  }

  @Override
  void startEigenvalues() {
    damping = new double[0];
  }

  @Override
  double[] updateEigenvalues(
      double keep, Batch batch, LayerInput coordinates, double[] wantedDamping) {
    if (!Arrays.equals(damping, wantedDamping)) {
      damping = wantedDamping.clone();
      multiply();
    }
    return new double[damping.length];
  }

  private void multiply() {
    double[] outputShifts = new double[damping.length];
    double[] inputShifts = new double[damping.length];
    for (int t = 0; t < damping.length; t++) {
      double pi = pi(t);
      outputShifts[t] = Math.sqrt(damping[t]) / pi;
      inputShifts[t] = Math.sqrt(damping[t]) * pi;
    }
    kernels().products(outputs(), outputShifts, inputs(), inputShifts, eigenvalues());
  }

  /** π = √((tr Ā/inputs)/(tr S/outputs)), and 1 where a factor is zero. */
  private double pi(int trial) {
    double ratio = inputs().meanEigenvalue(trial) / outputs().meanEigenvalue(trial);
    return ratio > 0 && Double.isFinite(ratio) ? Math.sqrt(ratio) : 1;
  }

  @Override
  void retain(int[] kept) {
    super.retain(kept);
    damping = new double[0];
  }

  @Override
  void restore(StateReader in) throws IOException {
    super.restore(in);
    damping = new double[0];
  }
}
