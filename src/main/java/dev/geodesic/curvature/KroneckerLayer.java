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
 * The Fisher matrices of one layer as Ā ⊗ S: Ā the second moment of what the layer reads, S that of
 * the derivatives in its sums, both running means, with the eigenvectors U and V.
 */
abstract class KroneckerLayer implements AutoCloseable {
  private final Device device;
  private final KroneckerFactor inputs;
  private final KroneckerFactor outputs;
  private int trials;

  /** What the coordinates VᵀGU of a gradient are divided by, in {@link #units}. */
  private Matrix eigenvalues;

  /**
   * The layer with these weights, whose shape alone counts.
   *
   * @param readers 1 where all trials read the same, else their number
   */
  KroneckerLayer(Device device, Matrix weights, int trials, int readers) {
    this.device = device;
    this.trials = trials;
    this.inputs = device.kronecker().factor(weights.columns(), readers);
    this.outputs = device.kronecker().factor(weights.rows() / trials, trials);
    this.eigenvalues =
        device.upload(
            new float[weights.rows() * weights.columns()], weights.rows(), weights.columns());
  }

  /**
   * What one batch is to a layer.
   *
   * @param read what the layer reads
   * @param derivatives in its sums, over the labels that the model expects
   * @param cotangents the derivatives of the mean loss in its sums
   */
  record Batch(LayerInput read, LabelDerivatives derivatives, Panel cotangents) {}

  /** Takes a batch into the factors; {@code keep} is the weight of the past. */
  void average(double keep, Batch batch) {
    inputs.average(keep, batch.read());
    outputs.average(keep, batch.derivatives());
  }

  /** Finds the eigenvectors of the factors as they are now. */
  void decompose() {
    inputs.decompose();
    outputs.decompose();
    startEigenvalues();
  }

  /** There are new eigenvectors. */
  abstract void startEigenvalues();

  /**
   * Brings the eigenvalues up to date.
   *
   * @param keep weight of the past
   * @param coordinates of what the layer reads
   * @param damping λ of each trial
   * @return what is still to be added to each trial's eigenvalues
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

  /** In which the eigenvalues of each trial are told. */
  private double[] units() {
    double[] units = new double[trials];
    Arrays.setAll(units, t -> inputs.unit(t) * outputs.unit(t));
    return units;
  }

  /** Goes on with the trials at these positions alone, ascending. */
  void retain(int[] kept) {
    inputs.retain(kept);
    outputs.retain(kept);
    eigenvalues = device.vectors().retainTrials(eigenvalues, trials, kept);
    trials = kept.length;
  }

  /** Writes what decides the next direction besides the next batch. */
  void save(StateWriter out) throws IOException {
    inputs.save(out);
    outputs.save(out);
  }

  /** Reads it for a layer of the same shape. */
  void restore(StateReader in) throws IOException {
    inputs.restore(in);
    outputs.restore(in);
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
