package dev.geodesic.bench;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Geometry;
import dev.geodesic.trial.Layer;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A benchmark case.
 *
 * @param method the method of training
 * @param data what it trains on
 * @param batch the number of samples in a batch
 * @param trials the number of trials in the pack
 * @param recordEvery the number of steps between two points of the curve
 */
public record BenchCase(Method method, BenchData data, int batch, int trials, int recordEvery) {
  /** So small that the weights, and so the cost of a step, hardly change. */
  private static final double LEARNING_RATE = 1e-6;

  /** A case on MNIST whose curve has a point at every step. */
  BenchCase(Method method, int side, int batch, int trials) {
    this(method, new BenchData.Digits(side), batch, trials, 1);
  }

  /** Returns the layers, the one that reads the samples first; softmax regression has one. */
  List<Layer> layers() {
    return model().layers(features(), classes());
  }

  private ModelSpec model() {
    return new ModelSpec(Assignment.of(ModelSpec.HIDDEN, method.hidden()));
  }

  Geometry geometry() {
    return new Geometry(layers(), batch, trials, data.density());
  }

  int features() {
    return data.features();
  }

  int classes() {
    return data.classes();
  }

  /** Returns P, the number of weights of one trial. */
  int parameters() {
    return layers().stream().mapToInt(Layer::weights).sum();
  }

  /**
   * Returns the order of the Gram matrix. Each sample adds one direction for the empirical Fisher
   * matrix, else C − 1.
   */
  int order() {
    return batch * (method == Method.EMPIRICAL_FISHER ? 1 : classes() - 1);
  }

  /**
   * Returns the pack to train.
   *
   * @param steps the number of steps of a trial, more than the measurement will take
   */
  public Pack pack(int steps) {
    DataSpec spec = new DataSpec(data.values().with(DataSpec.BATCH_SIZE, batch));
    Schedule schedule =
        new Schedule(
            Assignment.of(Schedule.STEPS, steps)
                .with(Schedule.EVAL_EVERY, steps)
                .with(Schedule.RECORD_EVERY, recordEvery));
    return Pack.of(
        IntStream.range(0, trials)
            .mapToObj(t -> method.optimizer(LEARNING_RATE * (1 + 0.01 * t)))
            .map(optimizer -> new TrialSpec(spec, model(), optimizer, schedule, 0))
            .toList(),
        "bench");
  }
}
