package dev.geodesic.curvature;

import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.model.Architecture;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.HostVectors;
import dev.geodesic.model.Network;
import dev.geodesic.model.Parameters;
import dev.geodesic.model.RandomVectors;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Networks of some trials with weights of their own on one batch: the production code, and beside
 * it a forward pass in plain float64 loops, whose differences are all that is believed of
 * derivatives.
 */
final class NetworkScene {
  private static final double STEP = 1e-5;

  final Device device = new CpuDevice();
  final Architecture architecture;
  final int classes;
  final int[] labels;
  final float[] samples;
  final Network network;
  final ForwardPass pass;
  private final HostVectors weights;
  private final Map<Integer, double[][][]> jacobians = new HashMap<>();

  private NetworkScene(
      Architecture architecture,
      float[] samples,
      int[] labels,
      int trials,
      SplittableRandom random) {
    this.architecture = architecture;
    this.samples = samples;
    this.labels = labels;
    List<Layer> layers = architecture.layers();
    this.classes = layers.get(layers.size() - 1).outputs();
    List<float[]> initial = new ArrayList<>();
    for (Layer layer : layers) {
      initial.add(
          normal(random, layer.inputs() * layer.outputs(), 1.5 / Math.sqrt(layer.inputs())));
    }
    this.network = Network.of(device, architecture, initial, trials);
    Matrix matrix = device.upload(samples, labels.length, layers.get(0).inputs());
    spread(matrix, random);
    this.pass = network.forward(matrix, device.indices(labels));
    this.weights = HostVectors.of(architecture, network.weights());
  }

  /**
   * A random scene.
   *
   * @param widths the pixels, the hidden layers, the classes
   */
  static NetworkScene of(
      Activation activation, boolean bias, int batch, int trials, int... widths) {
    SplittableRandom random = new SplittableRandom(widths.length * 100L + batch);
    int extra = bias ? 1 : 0;
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      layers.add(new Layer(widths[l - 1] + extra, widths[l]));
    }
    float[] samples = new float[batch * (widths[0] + extra)];
    int[] labels = new int[batch];
    for (int b = 0; b < batch; b++) {
      labels[b] = random.nextInt(widths[widths.length - 1]);
      for (int i = 0; i < widths[0] + extra; i++) {
        samples[b * (widths[0] + extra) + i] = i == widths[0] ? 1 : (float) random.nextDouble();
      }
    }
    return new NetworkScene(new Architecture(layers, activation), samples, labels, trials, random);
  }

  private static float[] normal(SplittableRandom random, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextDouble(-1.7, 1.7));
    }
    return values;
  }

  /** Moves the trials, which start from one point, apart. */
  private void spread(Matrix matrix, SplittableRandom random) {
    double[] factors = new double[network.trials()];
    for (int t = 0; t < factors.length; t++) {
      factors[t] = 0.3 * t;
    }
    ForwardPass start = network.forward(matrix, device.indices(labels));
    network.weights().subtract(factors, RandomVectors.of(start, random));
  }

  int parameters() {
    return architecture.parameters();
  }

  int trials() {
    return pass.trials();
  }

  /** A random vector over the weights of each trial. */
  Parameters vector(long seed) {
    return RandomVectors.of(pass, new SplittableRandom(seed));
  }

  /** A cotangent without structure: the residuals of other networks and labels. */
  Panel cotangent(long seed) {
    Parameters elsewhere = network.weights().zeros();
    elsewhere.copyFrom(vector(seed));
    int[] others = labels.clone();
    for (int b = 0; b < others.length; b++) {
      others[b] = (labels[b] + b + 1) % classes;
    }
    Panel moved = pass.newPanel();
    pass.pushforward(elsewhere, moved);
    Panel result = pass.newPanel();
    device.softmax().residual(moved, device.indices(others), result);
    elsewhere.close();
    return result;
  }

  /** The part of trial t of a panel, {@code [batch][width]}. */
  static double[][] of(Panel panel, int t) {
    double[] all = panel.toArray();
    double[][] rows = new double[panel.batch()][panel.width()];
    for (int b = 0; b < rows.length; b++) {
      System.arraycopy(all, (b * panel.trials() + t) * panel.width(), rows[b], 0, panel.width());
    }
    return rows;
  }

  double[] of(Parameters vector, int t) {
    return HostVectors.of(architecture, vector).get(t);
  }

  double[] inWeights(Direction direction, int t) {
    return of(Network.inParameterSpace(pass, direction), t);
  }

  double[] weights(int t) {
    return weights.get(t);
  }

  ReferenceNetwork reference(int t) {
    return new ReferenceNetwork(architecture, weights(t), samples, labels);
  }

  /** The logits of every sample at weights w, {@code [batch][classes]}. */
  double[][] logits(double[] w) {
    List<Layer> layers = architecture.layers();
    double[][] logits = new double[labels.length][];
    for (int b = 0; b < logits.length; b++) {
      double[] a = new double[layers.get(0).inputs()];
      for (int i = 0; i < a.length; i++) {
        a[i] = samples[b * a.length + i];
      }
      int position = 0;
      for (int l = 0; l < layers.size(); l++) {
        double[] s = new double[layers.get(l).outputs()];
        for (int o = 0; o < s.length; o++) {
          for (double input : a) {
            s[o] += w[position++] * input;
          }
        }
        boolean top = l == layers.size() - 1;
        a = top ? s : hidden(s, layers.get(l + 1).inputs());
      }
      logits[b] = a;
    }
    return logits;
  }

  private double[] hidden(double[] s, int width) {
    double[] a = new double[width];
    a[width - 1] = 1;
    for (int i = 0; i < s.length; i++) {
      a[i] =
          switch (architecture.activation()) {
            case TANH -> Math.tanh(s[i]);
            case RELU -> s[i] > 0 ? s[i] : 0;
          };
    }
    return a;
  }

  /** J of trial t by central differences, {@code [batch][classes][parameters]}. */
  double[][][] jacobian(int t) {
    return jacobians.computeIfAbsent(t, this::differences);
  }

  private double[][][] differences(int t) {
    double[][][] jacobian = new double[labels.length][classes][parameters()];
    double[] w = weights(t);
    for (int k = 0; k < w.length; k++) {
      double at = w[k];
      w[k] = at + STEP;
      double[][] above = logits(w);
      w[k] = at - STEP;
      double[][] below = logits(w);
      w[k] = at;
      for (int b = 0; b < labels.length; b++) {
        for (int c = 0; c < classes; c++) {
          jacobian[b][c][k] = (above[b][c] - below[b][c]) / (2 * STEP);
        }
      }
    }
    return jacobian;
  }

  /** p of every sample at weights w. */
  double[][] probabilities(double[] w) {
    double[][] p = logits(w);
    for (double[] row : p) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        row[c] = Math.exp(row[c]);
        sum += row[c];
      }
      for (int c = 0; c < classes; c++) {
        row[c] /= sum;
      }
    }
    return p;
  }

  /** Mean cross-entropy at weights w. */
  double loss(double[] w) {
    double[][] p = probabilities(w);
    double loss = 0;
    for (int b = 0; b < p.length; b++) {
      loss -= Math.log(p[b][labels[b]]) / p.length;
    }
    return loss;
  }

  /** F and g of trial t, from the differences alone. */
  ReferenceFisher fisher(int t, Fisher fisher, double most) {
    return ReferenceFisher.of(jacobian(t), probabilities(weights(t)), labels, fisher, most);
  }
}
