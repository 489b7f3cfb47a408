package dev.geodesic.train;

import dev.geodesic.curvature.ReferenceNetwork;
import dev.geodesic.data.BatchSampler;
import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.data.Samples;
import dev.geodesic.model.Architecture;
import dev.geodesic.trial.Layer;
import dev.geodesic.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** One trial trained in plain loops and float64: what packs are held to, step by step. */
final class ReferenceTrainer {
  private final TrialSpec trial;
  private final Samples samples;
  private final Architecture architecture;
  private final BatchSampler sampler;
  private double[] weights;

  private ReferenceTrainer(TrialSpec trial, PreparedData data) {
    this.trial = trial;
    this.samples = data.train();
    this.architecture = architecture(trial, samples.width(), data.classes());
    this.sampler =
        BatchSampler.of(
            trial.data().order(), samples.count(), trial.data().batchSize(), trial.seed());
    this.weights = new double[architecture.parameters()];
    int position = 0;
    for (float[] layer : InitialWeights.of(trial.model(), architecture, trial.seed())) {
      for (float weight : layer) {
        weights[position++] = weight;
      }
    }
  }

  /** {@code width} is without the bias. */
  static Architecture architecture(TrialSpec trial, int width, int classes) {
    List<Layer> layers = new ArrayList<>();
    int bias = trial.model().bias() ? 1 : 0;
    int inputs = width;
    for (int units : trial.model().hidden()) {
      layers.add(new Layer(inputs + bias, units));
      inputs = units;
    }
    layers.add(new Layer(inputs + bias, classes));
    return new Architecture(layers, trial.model().activation());
  }

  /** Where to go. */
  interface Rule {
    /** The direction, before the learning rate; a step subtracts it. */
    double[] direction(ReferenceNetwork network, int step);

    /** Told by how much the loss of the batch changed with the step. */
    default void learn(double rate, double gain) {}
  }

  /**
   * A step.
   *
   * @param loss of the batch before it
   * @param norm its length
   * @param kl mean over the batch of KL(before‖after)
   */
  record Point(double loss, double norm, double kl) {}

  /** Trains on the digits of the trial's side. */
  static List<Point> train(TrialSpec trial, Rule rule, IntToDoubleFunction rate) {
    PreparedData data = RealDigits.at(trial.data().downsample());
    ReferenceTrainer trainer = new ReferenceTrainer(trial, data);
    List<Point> points = new ArrayList<>();
    for (int step = 1; step <= trial.schedule().steps(); step++) {
      points.add(trainer.step(step, rule, rate.applyAsDouble(step)));
    }
    return points;
  }

  private Point step(int number, Rule rule, double rate) {
    int[] rows = sampler.next();
    ReferenceNetwork before = network(rows);
    double[] direction = rule.direction(before, number);
    weights = weights.clone();
    double norm = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= rate * direction[i];
      norm += rate * direction[i] * rate * direction[i];
    }
    ReferenceNetwork after = network(rows);
    rule.learn(rate, after.loss() - before.loss());
    return new Point(before.loss(), Math.sqrt(norm), divergence(before, after));
  }

  private ReferenceNetwork network(int[] rows) {
    int width = samples.width() + (trial.model().bias() ? 1 : 0);
    float[] batch = new float[rows.length * width];
    int[] labels = new int[rows.length];
    for (int b = 0; b < rows.length; b++) {
      batch[b * width + width - 1] = 1;
      System.arraycopy(
          samples.features(), rows[b] * samples.width(), batch, b * width, samples.width());
      labels[b] = samples.labels()[rows[b]];
    }
    return new ReferenceNetwork(architecture, weights, batch, labels);
  }

  private static double divergence(ReferenceNetwork before, ReferenceNetwork after) {
    double sum = 0;
    for (int b = 0; b < before.probabilities().length; b++) {
      for (int c = 0; c < before.probabilities()[b].length; c++) {
        double p = before.probabilities()[b][c];
        sum += p * Math.log(p / after.probabilities()[b][c]);
      }
    }
    return sum / before.probabilities().length;
  }
}
