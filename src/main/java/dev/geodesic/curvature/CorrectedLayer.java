package dev.geodesic.curvature;

import dev.geodesic.device.Device;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * EKFAC (George et al. 2018, section 3): the eigenvalues are the second moments of the gradients'
 * coordinates, s_oi = mean_b E(v_oᵀδ_b)² (u_iᵀa_b)², as a running mean. In a new eigenbasis the
 * mean starts from the products σ_o α_i of the factors' eigenvalues.
 *
 * <p>Eigenvectors of equal eigenvalues (see {@link dev.geodesic.device.KroneckerFactor}) share the
 * mean of their moments. There are many of them while fewer samples have been seen than a layer has
 * inputs, and rounding decides which ones come out; the direction must not depend on that.
 */
final class CorrectedLayer extends KroneckerLayer {
  CorrectedLayer(Device device, Matrix weights, int trials, boolean isShared) {
    super(device, weights, trials, isShared);
  }

  @Override
  void startEigenvalues() {
    double[] none = new double[trials()];
    kernels().products(outputs(), none, inputs(), none, eigenvalues());
  }

  @Override
  double[] updateEigenvalues(double keep, Batch batch, LayerInput coordinates, double[] damping) {
    Panel moments = kernels().secondMoments(batch.derivatives(), outputs());
    double[] keeps = new double[trials()];
    double[] minusParts = new double[trials()];
    Arrays.fill(keeps, keep);
    Arrays.fill(minusParts, -(1 - keep) / moments.batch());
    device().vectors().scale(keeps, eigenvalues());
    LayerInput squares = kernels().secondMoments(coordinates, inputs());
    device().layers().subtractOuterProduct(minusParts, moments, squares, eigenvalues());
    return damping;
  }

  @Override
  void save(StateWriter out) throws IOException {
    super.save(out);
    out.writeTrials(trials(), device().download(eigenvalues()));
  }

  @Override
  void restore(StateReader in) throws IOException {
    super.restore(in);
    int each = eigenvalues().rows() / trials() * eigenvalues().columns();
    device().write(in.readTrialFloats(trials(), each), eigenvalues());
  }
}
