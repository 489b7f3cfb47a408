package dev.geodesic.curvature;

import dev.geodesic.model.Architecture;
import dev.geodesic.model.Architecture.Layer;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Fisher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One trial's network on one batch, in plain loops and float64: what every faster way is held to.
 * Slow on purpose; it shares no code with the devices.
 */
public final class ReferenceNetwork {
  /** Smaller probabilities count as this, so that 1/p is a number. */
  private static final double LEAST = 1e-300;

  private final Architecture architecture;
  private final double[] weights;
  private final int[] labels;
  private final double[][] probabilities;

  /** What each layer reads of each sample: {@code [layer][sample][input]}. */
  private final double[][][] inputs;

  /**
   * A network.
   *
   * @param weights P numbers, layer by layer, each {@code [outputs, inputs]} row-major
   * @param samples {@code [batch, features]}, the bias included
   */
  public ReferenceNetwork(
      Architecture architecture, double[] weights, float[] samples, int[] labels) {
    this.architecture = architecture;
    this.weights = weights;
    this.labels = labels;
    int layers = architecture.layers().size();
    this.inputs = new double[layers][labels.length][];
    this.probabilities = new double[labels.length][];
    int features = architecture.layers().get(0).inputs();
    for (int b = 0; b < labels.length; b++) {
      inputs[0][b] = new double[features];
      for (int i = 0; i < features; i++) {
        inputs[0][b][i] = samples[b * features + i];
      }
      for (int l = 0; l < layers; l++) {
        double[] sums = sums(l, inputs[l][b]);
        if (l < layers - 1) {
          inputs[l + 1][b] = activate(sums, architecture.layers().get(l + 1).inputs());
        } else {
          probabilities[b] = softmax(sums);
        }
      }
    }
  }

  private double[] sums(int l, double[] input) {
    Layer layer = architecture.layers().get(l);
    double[] sums = new double[layer.outputs()];
    for (int o = 0; o < sums.length; o++) {
      for (int i = 0; i < layer.inputs(); i++) {
        sums[o] += weights[offset(l) + o * layer.inputs() + i] * input[i];
      }
    }
    return sums;
  }

  private double[] activate(double[] sums, int width) {
    double[] activations = new double[width];
    for (int i = 0; i < width; i++) {
      if (i == sums.length) {
        activations[i] = 1;
      } else {
        activations[i] = value(architecture.activation(), sums[i]);
      }
    }
    return activations;
  }

  private static double value(Activation activation, double sum) {
    return switch (activation) {
      case TANH -> Math.tanh(sum);
      case RELU -> Math.max(0, sum);
    };
  }

  /** By the value of the activation itself. */
  private static double derivative(Activation activation, double value) {
    return switch (activation) {
      case TANH -> 1 - value * value;
      case RELU -> value > 0 ? 1 : 0;
    };
  }

  private static double[] softmax(double[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (double z : logits) {
      max = Math.max(max, z);
    }
    double sum = 0;
    double[] p = new double[logits.length];
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.max(LEAST, Math.exp(logits[c] - max));
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private int offset(int l) {
    int offset = 0;
    for (int below = 0; below < l; below++) {
      Layer layer = architecture.layers().get(below);
      offset += layer.inputs() * layer.outputs();
    }
    return offset;
  }

  /** Mean cross-entropy of the batch, nats a sample. */
  public double loss() {
    double loss = 0;
    for (int b = 0; b < labels.length; b++) {
      loss -= Math.log(probabilities[b][labels[b]]);
    }
    return loss / labels.length;
  }

  /** p of each sample, {@code [batch][classes]}. */
  public double[][] probabilities() {
    return probabilities;
  }

  /** What a layer reads of a sample, the bias included. */
  public double[] input(int layer, int sample) {
    return inputs[layer][sample].clone();
  }

  /** The derivatives of −log p of a label in the sums of each layer, at one sample. */
  public double[][] labelDerivatives(int sample, int label) {
    return backward(sample, residual(sample, label));
  }

  /** g, of length P. */
  public double[] gradient() {
    return gradient(Double.POSITIVE_INFINITY);
  }

  /**
   * g of samples that weigh less where their 1/p(label) is larger.
   *
   * @param most what 1/p(label) counts as at most
   */
  double[] gradient(double most) {
    double[] gradient = new double[weights.length];
    for (int b = 0; b < labels.length; b++) {
      double weight = Math.min(1, most * probabilities[b][labels[b]]) / labels.length;
      addPullback(weight, b, labelDerivatives(b, labels[b]), gradient);
    }
    return gradient;
  }

  /** p − e_y, without taking 1 from what is nearly 1. */
  private double[] residual(int sample, int label) {
    double[] residual = probabilities[sample].clone();
    residual[label] = 0;
    residual[label] = -Arrays.stream(residual).sum();
    return residual;
  }

  /** A cotangent on one sample's logits, carried back to the sums of each layer. */
  private double[][] backward(int b, double[] cotangent) {
    int layers = architecture.layers().size();
    double[][] sums = new double[layers][];
    sums[layers - 1] = cotangent;
    for (int l = layers - 1; l > 0; l--) {
      Layer layer = architecture.layers().get(l);
      int width = architecture.layers().get(l - 1).outputs();
      sums[l - 1] = new double[width];
      for (int i = 0; i < width; i++) {
        for (int o = 0; o < layer.outputs(); o++) {
          sums[l - 1][i] += weights[offset(l) + o * layer.inputs() + i] * sums[l][o];
        }
        sums[l - 1][i] *= derivative(architecture.activation(), inputs[l][b][i]);
      }
    }
    return sums;
  }

  private void addPullback(double factor, int b, double[][] sums, double[] target) {
    int position = 0;
    for (int l = 0; l < sums.length; l++) {
      for (double sum : sums[l]) {
        for (double input : inputs[l][b]) {
          target[position++] += factor * sum * input;
        }
      }
    }
  }

  /**
   * F = AAᵀ and g = Au in factors of this class's own: for the exact Fisher the C columns of L = (I
   * − p1ᵀ)diag√p, L Lᵀ = diag p − ppᵀ, with L(−e_y/√p_y) = p − e_y.
   *
   * @param most what 1/p(label) counts as at most in u
   */
  public Factor factor(Fisher fisher, double most) {
    Factor factor = new Factor();
    double scale = 1 / Math.sqrt(labels.length);
    for (int b = 0; b < labels.length; b++) {
      double[] p = probabilities[b];
      double inverse = Math.min(1 / p[labels[b]], most);
      switch (fisher) {
        case EXACT -> {
          for (int j = 0; j < p.length; j++) {
            factor.add(
                b, covarianceColumn(p, j), j == labels[b] ? -scale * inverse * Math.sqrt(p[j]) : 0);
          }
        }
        case SOFTMAX_OF_PROBABILITIES -> {
          double[] q = softmax(p);
          for (int j = 0; j < p.length; j++) {
            double wanted = (1.0 / p.length - (j == labels[b] ? 1 : 0)) * inverse;
            factor.add(b, covariance(p, covarianceColumn(q, j)), scale * wanted / Math.sqrt(q[j]));
          }
        }
        case EMPIRICAL -> {
          factor.add(b, residual(b, labels[b]), scale * inverse * p[labels[b]]);
        }
      }
    }
    return factor;
  }

  /** Column j of (I − p1ᵀ)diag√p; 1 − p_j is added up, as a difference it would be lost. */
  private static double[] covarianceColumn(double[] p, int j) {
    double[] column = new double[p.length];
    double others = 0;
    for (int i = 0; i < p.length; i++) {
      others += i == j ? 0 : p[i];
    }
    for (int i = 0; i < p.length; i++) {
      column[i] = (i == j ? others : -p[i]) * Math.sqrt(p[j]);
    }
    return column;
  }

  /** S(p)·v. */
  private static double[] covariance(double[] p, double[] v) {
    double mean = 0;
    for (int i = 0; i < p.length; i++) {
      mean += p[i] * v[i];
    }
    double[] product = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      product[i] = p[i] * (v[i] - mean);
    }
    return product;
  }

  /** A and u; a column is J_bᵀn/√B and is held as what n becomes on the way back. */
  public final class Factor {
    private final List<Integer> samples = new ArrayList<>();
    private final List<double[][]> columns = new ArrayList<>();
    private final List<Double> u = new ArrayList<>();

    private void add(int sample, double[] n, double right) {
      samples.add(sample);
      columns.add(backward(sample, n));
      u.add(right);
    }

    /** Columns of A. */
    public int order() {
      return columns.size();
    }

    /** The right-hand side u. */
    public double[] u() {
      return u.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** AᵀA, {@code [order, order]}. */
    public double[] gram() {
      int order = order();
      double[] gram = new double[order * order];
      for (int l = 0; l < inputs.length; l++) {
        double[][] products = inputProducts(l);
        for (int i = 0; i < order; i++) {
          for (int j = 0; j < order; j++) {
            gram[i * order + j] +=
                products[samples.get(i)][samples.get(j)]
                    * dot(columns.get(i)[l], columns.get(j)[l])
                    / labels.length;
          }
        }
      }
      return gram;
    }

    private double[][] inputProducts(int l) {
      double[][] products = new double[labels.length][labels.length];
      for (int b = 0; b < labels.length; b++) {
        for (int other = 0; other < labels.length; other++) {
          products[b][other] = dot(inputs[l][b], inputs[l][other]);
        }
      }
      return products;
    }

    /** A·w, of length P. */
    public double[] multiply(double[] w) {
      double[] product = new double[weights.length];
      for (int k = 0; k < w.length; k++) {
        addPullback(w[k] / Math.sqrt(labels.length), samples.get(k), columns.get(k), product);
      }
      return product;
    }

    /** Aᵀv. */
    public double[] multiplyTransposed(double[] v) {
      double[] product = new double[order()];
      for (int k = 0; k < product.length; k++) {
        double[] column = new double[v.length];
        addPullback(1 / Math.sqrt(labels.length), samples.get(k), columns.get(k), column);
        product[k] = dot(column, v);
      }
      return product;
    }

    private static double dot(double[] left, double[] right) {
      double sum = 0;
      for (int i = 0; i < left.length; i++) {
        sum += left[i] * right[i];
      }
      return sum;
    }
  }
}
