package dev.geodesic.curvature;

import dev.geodesic.model.Architecture;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One trial's network on one batch, in plain loops and float64: the reference for every faster way.
 * It is slow on purpose, and shares no code with the devices.
 */
public final class ReferenceNetwork {
  /** Smaller probabilities count as this, so that 1/p is finite. */
  private static final double LEAST = 1e-300;

  private final Architecture architecture;
  private final double[] weights;
  private final int[] labels;
  private final double[][] probabilities;

  /** The inputs of each layer, {@code [layer][sample][input]}. */
  private final double[][][] inputs;

  /**
   * Runs the network on a batch.
   *
   * @param weights P numbers, layer by layer, each {@code [outputs, inputs]} row-major
   * @param samples {@code [batch, features]} row-major, the bias included
   * @param labels the class of each sample
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

  /** Returns φ′ from φ, the value of the activation. */
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

  /** Returns the mean cross-entropy of the batch, in nats a sample. */
  public double loss() {
    double loss = 0;
    for (int b = 0; b < labels.length; b++) {
      loss -= Math.log(probabilities[b][labels[b]]);
    }
    return loss / labels.length;
  }

  /** Returns the predicted probabilities p, {@code [batch][classes]}. */
  public double[][] probabilities() {
    return probabilities;
  }

  /** Returns a copy of a layer's inputs at a sample, the bias included. */
  public double[] input(int layer, int sample) {
    return inputs[layer][sample].clone();
  }

  /**
   * Returns the derivatives of −log p(label) with respect to each layer's pre-activations, at one
   * sample, {@code [layer][output]}.
   */
  public double[][] labelDerivatives(int sample, int label) {
    return backward(sample, residual(sample, label));
  }

  /** Returns the gradient g of the mean loss, of length P. */
  public double[] gradient() {
    return gradient(Double.POSITIVE_INFINITY);
  }

  /**
   * Returns g of samples whose weights are reduced so that 1/p(label) is bounded.
   *
   * @param most upper bound on 1/p(label)
   */
  double[] gradient(double most) {
    double[] gradient = new double[weights.length];
    for (int b = 0; b < labels.length; b++) {
      double weight = Math.min(1, most * probabilities[b][labels[b]]) / labels.length;
      addPullback(weight, b, labelDerivatives(b, labels[b]), gradient);
    }
    return gradient;
  }

  /** Returns p − e_y without subtracting 1 from a number that is nearly 1. */
  private double[] residual(int sample, int label) {
    double[] residual = probabilities[sample].clone();
    residual[label] = 0;
    residual[label] = -Arrays.stream(residual).sum();
    return residual;
  }

  /** Backpropagates a cotangent on one sample's logits to each layer's pre-activations. */
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
   * Returns factors of F = AAᵀ and g = Au other than those of the devices: for the exact Fisher
   * matrix the C columns of L = (I − p1ᵀ)diag√p, L Lᵀ = diag p − ppᵀ, with L(−e_y/√p_y) = p − e_y.
   *
   * @param most upper bound on 1/p(label) in u
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

  /**
   * Returns column j of (I − p1ᵀ)diag√p; 1 − p_j is summed from the other p, as the difference
   * would lose its digits.
   */
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

  /** Returns S(p)v = (diag p − ppᵀ)v. */
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

  /**
   * A and u. A column of A is J_bᵀn/√B, held as n backpropagated to each layer's pre-activations.
   */
  public final class Factor {
    private final List<Integer> samples = new ArrayList<>();
    private final List<double[][]> columns = new ArrayList<>();
    private final List<Double> u = new ArrayList<>();

    private void add(int sample, double[] n, double right) {
      samples.add(sample);
      columns.add(backward(sample, n));
      u.add(right);
    }

    /** Returns the number of columns of A. */
    public int order() {
      return columns.size();
    }

    /** Returns the right-hand side u, of length order. */
    public double[] u() {
      return u.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns AᵀA, {@code [order, order]}. */
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

    /** Returns Aw, of length P. */
    public double[] multiply(double[] w) {
      double[] product = new double[weights.length];
      for (int k = 0; k < w.length; k++) {
        addPullback(w[k] / Math.sqrt(labels.length), samples.get(k), columns.get(k), product);
      }
      return product;
    }

    /** Returns Aᵀv, of length order, for v of length P. */
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
