package dev.geodesic.model;

import dev.geodesic.model.Architecture.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors over the weights on the host, one a trial, as solvers in parameter space and references
 * handle them: layer by layer, each {@code [outputs, inputs]} row-major.
 */
public final class HostVectors {
  private final Architecture architecture;
  private final int trials;
  private final List<float[]> layers = new ArrayList<>();

  /** Zeros. */
  public HostVectors(Architecture architecture, int trials) {
    this.architecture = architecture;
    this.trials = trials;
    for (Layer layer : architecture.layers()) {
      layers.add(new float[Math.multiplyExact(layer.weights(), trials)]);
    }
  }

  /** A copy of what is on the device. */
  public static HostVectors of(Architecture architecture, Parameters parameters) {
    HostVectors copy = new HostVectors(architecture, parameters.trials());
    for (int l = 0; l < copy.layers.size(); l++) {
      copy.layers.set(l, parameters.device().download(parameters.layers().get(l)));
    }
    return copy;
  }

  /** Sets the vector of one trial, of length P. */
  public void set(int trial, double[] vector) {
    int from = 0;
    for (float[] layer : layers) {
      int length = layer.length / trials;
      for (int i = 0; i < length; i++) {
        layer[trial * length + i] = (float) vector[from + i];
      }
      from += length;
    }
  }

  /** The vector of one trial, of length P. */
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

  /** A copy on the device, in memory of the innermost scope. */
  public Parameters on(ForwardPass pass) {
    Parameters copy = pass.weights().scratch();
    for (int l = 0; l < layers.size(); l++) {
      pass.device().write(layers.get(l), copy.layers().get(l));
    }
    return copy;
  }
}
