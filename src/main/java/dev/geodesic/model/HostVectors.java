package dev.geodesic.model;

import java.util.List;

/**
 * Copies on the host of vectors over the weights, one a trial, for reference computations: layer by
 * layer, each {@code [outputs, inputs]} row-major.
 */
public final class HostVectors {
  private final Architecture architecture;
  private final int trials;
  private final List<float[]> layers;

  private HostVectors(Architecture architecture, int trials, List<float[]> layers) {
    this.architecture = architecture;
    this.trials = trials;
    this.layers = layers;
  }

  /** Copies the vectors from the device. */
  public static HostVectors of(Architecture architecture, Parameters parameters) {
    return new HostVectors(
        architecture,
        parameters.trials(),
        parameters.layers().stream().map(parameters.device()::download).toList());
  }

  /** Returns the vector of one trial, of length P. */
  public double[] get(int trial) {
    double[] vector = new double[architecture.parameters()];
    int to = 0;
    for (float[] layer : layers) {
      int length = layer.length / trials;
      for (int i = 0; i < length; i++) {
        vector[to + i] = layer[trial * length + i];
      }
      to += length;
    }
    return vector;
  }
}
