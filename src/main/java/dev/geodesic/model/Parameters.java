package dev.geodesic.model;

import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.device.VectorKernels.AdamMoments;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A vector over the weights of every trial of a pack: the weights themselves, a gradient, a
 * momentum.
 *
 * @param layers a matrix for each layer, {@code [trials × outputs, inputs]}
 */
public record Parameters(Device device, List<Matrix> layers, int trials) implements AutoCloseable {
  public Parameters {
    layers = List.copyOf(layers);
  }

  /** Returns zeros of the same shape, in memory that the caller frees. */
  public Parameters zeros() {
    return new Parameters(
        device,
        layers.stream()
            .map(m -> device.upload(new float[m.rows() * m.columns()], m.rows(), m.columns()))
            .toList(),
        trials);
  }

  /** Returns a vector of the same shape, undefined at first, in memory of the innermost scope. */
  public Parameters scratch() {
    return new Parameters(
        device, layers.stream().map(m -> device.matrix(m.rows(), m.columns())).toList(), trials);
  }

  public void copyFrom(Parameters source) {
    forLayers(l -> device.vectors().copy(source.layers.get(l), layers.get(l)));
  }

  /** {@code this_t ·= factors[t]}. */
  public void scale(double[] factors) {
    forLayers(l -> device.vectors().scale(factors, layers.get(l)));
  }

  /** {@code this_t += factors[t] · x_t}. */
  public void add(double[] factors, Parameters x) {
    forLayers(l -> device.vectors().add(factors, x.layers.get(l), layers.get(l)));
  }

  /** {@code this_t −= factors[t] · x_t}. */
  public void subtract(double[] factors, Parameters x) {
    double[] negated = factors.clone();
    for (int t = 0; t < negated.length; t++) {
      negated[t] = -negated[t];
    }
    add(negated, x);
  }

  /**
   * Replaces this gradient by Adam's direction and updates the moments; see {@link
   * dev.geodesic.device.VectorKernels#adam}.
   *
   * @param mean first moment
   * @param square second moment
   * @param moments hyperparameters of each trial
   * @param step counted from 1
   */
  public void adam(Parameters mean, Parameters square, AdamMoments[] moments, int step) {
    forLayers(
        l ->
            device
                .vectors()
                .adam(layers.get(l), mean.layers.get(l), square.layers.get(l), moments, step));
  }

  /** Returns the scalar product with another vector, one for each trial. */
  public Numbers dot(Parameters other) {
    return Numbers.sum(
        IntStream.range(0, layers.size())
            .mapToObj(l -> device.vectors().dot(layers.get(l), other.layers.get(l), trials))
            .toList());
  }

  /** Returns the Euclidean length of each trial's part. */
  public Numbers norms() {
    return dot(this).map(Math::sqrt);
  }

  /** Returns a copy of the trials at these positions, which ascend, and frees this vector. */
  public Parameters retain(int[] kept) {
    return new Parameters(
        device,
        layers.stream().map(m -> device.vectors().retainTrials(m, trials, kept)).toList(),
        kept.length);
  }

  /** Returns a copy of one trial's part, each layer {@code [outputs, inputs]} row-major. */
  public List<float[]> ofTrial(int trial) {
    return layers.stream()
        .map(
            layer -> {
              int length = layer.rows() / trials * layer.columns();
              return Arrays.copyOfRange(
                  device.download(layer), trial * length, (trial + 1) * length);
            })
        .toList();
  }

  /** Writes the vector. */
  public void save(StateWriter out) throws IOException {
    for (Matrix layer : layers) {
      out.writeTrials(trials, device.download(layer));
    }
  }

  /** Reads a vector of the same shape into this one. */
  public void restore(StateReader in) throws IOException {
    for (Matrix layer : layers) {
      device.write(in.readTrialFloats(trials, layer.rows() / trials * layer.columns()), layer);
    }
  }

  private void forLayers(IntConsumer action) {
    IntStream.range(0, layers.size()).forEach(action);
  }

  @Override
  public void close() {
    layers.forEach(Matrix::close);
  }
}
