package dev.geodesic.space;

import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import java.util.List;
import java.util.stream.IntStream;

/** Sweeps for tests. */
final class Sweeps {
  static final Schedule SCHEDULE = Specs.schedule(10, 5, 100);
  static final ModelSpec MODEL = Specs.model(List.of(), false, Initialization.GLOROT);

  private Sweeps() {}

  static DataSpec data(int downsample) {
    return Specs.data("mnist", new Holdout.TestSet(), downsample, 16, BatchOrder.SHUFFLED);
  }

  static NaturalGradient natural(double learningRate, double damping, Solver solver) {
    return Specs.natural(learningRate, 0, damping, Fisher.EXACT, solver);
  }

  /** As many learning rates, from 1 on. */
  static List<OptimizerSpec> sgd(int learningRates) {
    return IntStream.rangeClosed(1, learningRates).<OptimizerSpec>mapToObj(Specs::sgd).toList();
  }

  static SweepSpec sweep(List<DataSpec> data, List<OptimizerSpec> optimizers, List<Integer> seeds) {
    return new SweepSpec(
        "test",
        new SweepAxes(Grids.data(data), Grids.model(MODEL), Grids.optimizers(optimizers)),
        null,
        null,
        SCHEDULE,
        seeds,
        new PackSize.Fixed(64),
        true,
        DeviceRequest.AUTO);
  }
}
