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
 * EKFAC: eigenvalues are the second moments of the gradients' coordinates, s_oi = mean_b
 * E(v_oᵀδ_b)² (u_iᵀa_b)², a running mean. The past that a new basis starts with is what the factors
 * tell of it, the products σ_o α_i.
 *
 * <p>Eigenvectors that a factor does not tell apart share the mean of their moments. While fewer
 * samples have been seen than a layer has inputs there are many of them, and the direction would
 * depend on which ones rounding brings out.
 */
final class CorrectedLayer extends KroneckerLayer {
  CorrectedLayer(Device device, Matrix weights, int trials, int readers) {
    super(device, weights, trials, readers);
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
    out.write(device().download(eigenvalues()));
  }

  @Override
  void restore(StateReader in) throws IOException {
    super.restore(in);
    device().write(in.readFloats(eigenvalues().rows() * eigenvalues().columns()), eigenvalues());
  }
}
