package dev.geodesic.bench;

import dev.geodesic.space.Pack;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One thing to measure.
 *
 * @param method what trains
 * @param side of the images
 * @param batch samples a step
 * @param trials fused in the pack
 */
public record BenchCase(Method method, int side, int batch, int trials) {
  /** The learning rates are too small to change what is measured in the time it takes. */
  private static final double LEARNING_RATE = 1e-4;

  private static final int CLASSES = 10;

  /** What a step can be made of, with the hyperparameters that lead there. */
  public enum Method {
    SGD("sgd"),
    CLOSED_FORM("natural-gradient, closed-form"),
    AUTO("natural-gradient, auto, nothing truncated"),
    DAMPED("natural-gradient, auto, damping 0.1"),
    TRUNCATED("natural-gradient, gram, reltol 1e-2"),
    DENSE("natural-gradient, dense, reltol 1e-2");

    private final String label;

    Method(String label) {
      this.label = label;
    }

    /** Optimizer, solver and what drives it. */
    public String label() {
      return label;
    }

    OptimizerSpec optimizer(double learningRate) {
      return switch (this) {
        case SGD -> new Sgd(learningRate);
        case CLOSED_FORM -> natural(learningRate, 0, 0, Solver.CLOSED_FORM);
        case AUTO -> natural(learningRate, 1e-9, 0, Solver.AUTO);
        case DAMPED -> natural(learningRate, 0, 0.1, Solver.AUTO);
        case TRUNCATED -> natural(learningRate, 1e-2, 0, Solver.GRAM);
        case DENSE -> natural(learningRate, 1e-2, 0, Solver.DENSE);
      };
    }

    private static NaturalGradient natural(
        double learningRate, double reltol, double damping, Solver solver) {
      return new NaturalGradient(learningRate, reltol, damping, Fisher.EXACT, solver);
    }
  }

  /** Order of the Gram matrix, B(C − 1). */
  int directions() {
    return batch * (CLASSES - 1);
  }

  /** P, the weights of one trial. */
  int parameters() {
    return side * side * CLASSES;
  }

  /** Columns of the pack's weights. */
  int columns() {
    return trials * CLASSES;
  }

  /** The pack to train, for more steps than the measurement will wait for. */
  Pack pack(int steps) {
    DataSpec data = new DataSpec("mnist", new Holdout.TestSet(), side, batch, BatchOrder.SHUFFLED);
    ModelSpec model = new ModelSpec(List.of(), false, Initialization.GLOROT);
    Schedule schedule = new Schedule(steps, steps, Schedule.DEFAULT_DIVERGENCE_BOUND);
    return new Pack(
        IntStream.range(0, trials)
            .mapToObj(t -> method.optimizer(LEARNING_RATE * (1 + 0.01 * t)))
            .map(optimizer -> new TrialSpec(data, model, optimizer, schedule, 0))
            .toList());
  }
}
