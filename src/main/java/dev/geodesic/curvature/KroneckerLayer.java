package dev.geodesic.curvature;

import dev.geodesic.device.Device;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * The Fisher matrices of one layer, one a trial, approximated by Ā ⊗ S: Ā = E(aaᵀ) of the layer's
 * inputs, S = E(δδᵀ) of the derivatives with respect to its pre-activations, both running means,
 * with eigenvectors U and V.
 */
abstract class KroneckerLayer implements AutoCloseable {
  private final Device device;
  private final KroneckerFactor inputs;
  private final KroneckerFactor outputs;
  private final boolean isShared;
  private int trials;

  /**
   * Divisors of the coordinates VᵀGU of a gradient, {@code [trials × outputs, inputs]}, in {@link
   * #units}.
   */
  private Matrix eigenvalues;

  /**
   * Creates the factors of a layer, zero at first.
   *
   * @param weights {@code [trials × outputs, inputs]}, of which only the shape is used
   * @param isShared whether all trials have the same inputs
   */
  KroneckerLayer(Device device, Matrix weights, int trials, boolean isShared) {
    this.device = device;
    this.trials = trials;
    this.isShared = isShared;
    this.inputs = device.kronecker().factor(weights.columns(), isShared ? 1 : trials);
    this.outputs = device.kronecker().factor(weights.rows() / trials, trials);
    this.eigenvalues =
        device.upload(
            new float[weights.rows() * weights.columns()], weights.rows(), weights.columns());
  }

  /**
   * What one layer needs of a batch.
   *
   * @param read the layer's inputs
   * @param derivatives of −log p(label) with respect to its pre-activations, for labels drawn from
   *     the model
   * @param cotangents derivatives of the mean loss with respect to its pre-activations
   */
  record Batch(LayerInput read, LabelDerivatives derivatives, Panel cotangents) {}

  /** Averages a batch into the factors; {@code keep} is the weight of the past. */
  void average(double keep, Batch batch) {
    inputs.average(keep, batch.read());
    outputs.average(keep, batch.derivatives());
  }

  /** Computes the eigenvectors of the factors as they are now. */
  void decompose() {
    inputs.decompose();
    outputs.decompose();
    startEigenvalues();
  }

  /** Starts the eigenvalues anew after the eigenvectors have changed. */
  abstract void startEigenvalues();

  /**
   * Updates the eigenvalues with a batch.
   *
   * @param keep weight of the past
   * @param coordinates Uᵀa of the layer's inputs
   * @param damping λ of each trial
   * @return for each trial, the shift that is still to be added to its eigenvalues
   */
  abstract double[] updateEigenvalues(
      double keep, Batch batch, LayerInput coordinates, double[] damping);

  /** Writes V [(VᵀGU)/eigenvalues] Uᵀ for the gradient G = Σ_b c_b a_bᵀ. */
  void precondition(double keep, Batch batch, double[] damping, Matrix direction) {
    LayerInput coordinates = kernels().coordinates(batch.read(), inputs);
    double[] shifts = updateEigenvalues(keep, batch, coordinates, damping);
    Matrix turned = device.matrix(direction.rows(), direction.columns());
    Panel cotangents = kernels().coordinates(batch.cotangents(), outputs);
    device.layers().outerProduct(cotangents, coordinates, turned, Precision.SINGLE);
    kernels().divide(turned, eigenvalues, units(), shifts);
    kernels().turnBack(outputs, turned, inputs, direction);
  }

  /** Returns the units that the eigenvalues of each trial are expressed in. */
  private double[] units() {
    double[] units = new double[trials];
    Arrays.setAll(units, t -> inputs.unit(t) * outputs.unit(t));
    return units;
  }

  /** Keeps only the trials at these positions, which ascend. */
  void retain(int[] kept) {
    inputs.retain(kept);
    outputs.retain(kept);
    eigenvalues = device.vectors().retainTrials(eigenvalues, trials, kept);
    trials = kept.length;
  }

  /** Writes the state on which later directions depend. */
  void save(StateWriter out) throws IOException {
    if (isShared) {
      inputs.save(out, 0);
    } else {
      out.writeTrials(trials, inputs::save);
    }
    out.writeTrials(trials, outputs::save);
  }

  /** Reads the state that a layer of the same shape wrote. */
  void restore(StateReader in) throws IOException {
    if (isShared) {
      inputs.restore(in, 0);
    } else {
      in.readTrials(trials, inputs::restore);
    }
    in.readTrials(trials, outputs::restore);
  }

  Device device() {
    return device;
  }

  KroneckerKernels kernels() {
    return device.kronecker();
  }

  KroneckerFactor inputs() {
    return inputs;
  }

  KroneckerFactor outputs() {
    return outputs;
  }

  int trials() {
    return trials;
  }

  Matrix eigenvalues() {
    return eigenvalues;
  }

  @Override
  public void close() {
    inputs.close();
    outputs.close();
    eigenvalues.close();
  }
}
