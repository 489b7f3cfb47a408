package dev.geodesic.curvature;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.model.Architecture;
import dev.geodesic.model.Direction;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.HostVectors;
import dev.geodesic.model.Network;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Layer;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One batch and one set of weights, seen by the production code and by the float64 reference. */
final class Scene {
  final Device device;
  final float[][] x;
  final int[] labels;
  final int classes;
  final float[] weights;
  final ForwardPass pass;

  /** By the Fisher matrix and the cap: one serves every solver. */
  private final Map<List<Object>, ReferenceFisher> references = new HashMap<>();

  private Scene(Device device, float[][] x, int[] labels, int classes, float[] weights) {
    this.device = device;
    this.x = x;
    this.labels = labels;
    this.classes = classes;
    this.weights = weights;
    int features = x[0].length;
    float[] flat = new float[x.length * features];
    for (int b = 0; b < x.length; b++) {
      System.arraycopy(x[b], 0, flat, b * features, features);
    }
    Matrix samples = device.upload(flat, x.length, features);
    Architecture architecture =
        new Architecture(List.of(new Layer(features, classes)), Activation.TANH);
    this.pass =
        Network.of(device, architecture, List.of(weights), 1)
            .forward(samples, device.indices(labels));
  }

  /** With weights drawn uniformly from ±{@code scale}: 0 is the uniform prediction. */
  static Scene of(float[][] x, int[] labels, int classes, double scale, long seed) {
    return of(new CpuDevice(), x, labels, classes, scale, seed);
  }

  /** The same on a device that may serve many scenes, one after the other. */
  static Scene of(Device device, float[][] x, int[] labels, int classes, double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int features = x[0].length;
    float[] weights = new float[features * classes];
    for (int i = 0; i < features && scale > 0; i++) {
      for (int c = 0; c < classes; c++) {
        weights[c * features + i] = (float) random.nextDouble(-scale, scale);
      }
    }
    return new Scene(device, x, labels, classes, weights);
  }

  /** With the weights given, class by class. */
  static Scene at(Device device, float[][] x, int[] labels, int classes, float[] weights) {
    return new Scene(device, x, labels, classes, weights);
  }

  int parameters() {
    return weights.length;
  }

  /** The production probabilities, one row a sample. */
  double[][] probabilities() {
    double[] all = pass.probabilities().toArray();
    double[][] p = new double[labels.length][classes];
    for (int b = 0; b < p.length; b++) {
      System.arraycopy(all, b * classes, p[b], 0, classes);
    }
    return p;
  }

  double[][] samples() {
    double[][] wide = new double[x.length][x[0].length];
    for (int b = 0; b < x.length; b++) {
      for (int i = 0; i < x[0].length; i++) {
        wide[b][i] = x[b][i];
      }
    }
    return wide;
  }

  /** The mean of ‖x‖² over the batch. */
  double meanSquare() {
    double sum = 0;
    for (double[] sample : samples()) {
      sum += ReferenceFisher.dot(sample, sample) / x.length;
    }
    return sum;
  }

  /** Whether XXᵀ is. */
  boolean isInvertible() {
    return pass.sampleGram().solve(pass.lossCotangent()).get()[0];
  }

  ReferenceFisher reference(Fisher fisher) {
    return reference(fisher, StepSize.OFF);
  }

  ReferenceFisher reference(Fisher fisher, double maxInverseProbability) {
    return references.computeIfAbsent(
        List.of(fisher, maxInverseProbability),
        key ->
            ReferenceFisher.of(jacobian(), probabilities(), labels, fisher, maxInverseProbability));
  }

  /** J of the logits, {@code [batch][classes][parameters]}. */
  private double[][][] jacobian() {
    double[][] rows = samples();
    double[][][] jacobian = new double[rows.length][classes][parameters()];
    for (int b = 0; b < rows.length; b++) {
      for (int c = 0; c < classes; c++) {
        System.arraycopy(rows[b], 0, jacobian[b][c], c * rows[b].length, rows[b].length);
      }
    }
    return jacobian;
  }

  /** The production F. */
  double[] denseMatrix(Fisher fisher) {
    return factors(fisher).dense(0).matrix(0);
  }

  /** The production g. */
  double[] denseGradient(Fisher fisher) {
    return factors(fisher).dense(0).vector(0);
  }

  private FisherFactors factors(Fisher fisher) {
    return pass.factor(fisher, new double[] {StepSize.OFF});
  }

  Solution solve(Solver solver, double reltol, double damping, Fisher fisher) {
    NaturalGradient trial =
        Specs.natural(
            1,
            solver == Solver.CLOSED_FORM ? 0 : reltol,
            solver == Solver.CLOSED_FORM ? 0 : damping,
            fisher,
            solver);
    double lambda = trial.damping().initial();
    return solve(solver, new Inversion(trial.reltol(), lambda, StepSize.OFF), fisher);
  }

  Solution solve(Solver solver, Inversion inversion, Fisher fisher) {
    return FisherSolver.of(solver, fisher).solve(pass, List.of(inversion));
  }

  /** The step of a solver in the weights, in float64 where it is known to that. */
  double[] step(Solver solver, double reltol, double damping, Fisher fisher) {
    return inWeights(solve(solver, reltol, damping, fisher).direction());
  }

  double[] inWeights(Direction direction) {
    double[] step = new double[parameters()];
    if (direction instanceof Direction.ParameterSpace change) {
      return HostVectors.of(pass.architecture(), change.vector()).get(0);
    } else if (direction instanceof Direction.SampleSpace pullback) {
      double[] m = pullback.cotangent().toArray();
      for (int b = 0; b < x.length; b++) {
        for (int i = 0; i < x[0].length; i++) {
          for (int c = 0; c < classes; c++) {
            step[c * x[0].length + i] += x[b][i] * m[b * classes + c];
          }
        }
      }
    }
    return step;
  }

  /** ‖a − b‖ / ‖b‖. */
  static double relativeError(double[] a, double[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      norm += b[i] * b[i];
    }
    return Math.sqrt(difference / norm);
  }
}
