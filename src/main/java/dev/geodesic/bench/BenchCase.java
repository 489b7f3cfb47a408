package dev.geodesic.bench;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One thing to measure.
 *
 * @param method what trains
 * @param side of the images
 * @param batch samples a step
 * @param trials fused in the pack
 * @param recordEvery steps between two points of the curve
 */
public record BenchCase(Method method, int side, int batch, int trials, int recordEvery) {
  /** So small that weights, and with them what a step has to do, stay nearly what they are. */
  private static final double LEARNING_RATE = 1e-6;

  private static final int CLASSES = 10;

  /** With every step a point. */
  BenchCase(Method method, int side, int batch, int trials) {
    this(method, side, batch, trials, 1);
  }

  /** What a layer of weights reads and what it writes. */
  record Layer(int inputs, int outputs) {
    int weights() {
      return inputs * outputs;
    }
  }

  /** From the samples up; softmax regression has one. */
  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    int inputs = features();
    for (int width : method.hidden()) {
      layers.add(new Layer(inputs, width));
      inputs = width;
    }
    layers.add(new Layer(inputs, CLASSES));
    return layers;
  }

  int features() {
    return side * side;
  }

  int classes() {
    return CLASSES;
  }

  /** P, the weights of one trial. */
  int parameters() {
    return layers().stream().mapToInt(Layer::weights).sum();
  }

  /** Order of the Gram matrix: one direction a sample with the labels of the data, else C − 1. */
  int order() {
    return batch * (method == Method.EMPIRICAL_FISHER ? 1 : CLASSES - 1);
  }

  /** The pack to train, for more steps than the measurement will wait for. */
  public Pack pack(int steps) {
    DataSpec data =
        new DataSpec(
            Assignment.of(DataSpec.DATASET, "mnist")
                .with(DataSpec.DOWNSAMPLE, side)
                .with(DataSpec.BATCH_SIZE, batch));
    ModelSpec model = new ModelSpec(Assignment.of(ModelSpec.HIDDEN, method.hidden()));
    Schedule schedule =
        new Schedule(
            Assignment.of(Schedule.STEPS, steps)
                .with(Schedule.EVAL_EVERY, steps)
                .with(Schedule.RECORD_EVERY, recordEvery));
    return new Pack(
        IntStream.range(0, trials)
            .mapToObj(t -> method.optimizer(LEARNING_RATE * (1 + 0.01 * t)))
            .map(optimizer -> new TrialSpec(data, model, optimizer, schedule, 0))
            .toList());
  }
}
