package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.Features;
import dev.geodesic.space.Grids;
import dev.geodesic.space.Pack;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.SweepAxes;
import dev.geodesic.space.SweepSpec;
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
import dev.geodesic.trial.TrialSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Sweeps and packs for tests. */
public final class Sweeps {
  public static final Schedule SCHEDULE = Specs.schedule(12, 6, 100);
  public static final ModelSpec PLAIN = Specs.model(List.of(), false, Initialization.GLOROT);

  private Sweeps() {}

  public static DataSpec data(String dataset, int side, int batch) {
    return Specs.data(dataset, new Holdout.TestSet(), side, batch, BatchOrder.SHUFFLED);
  }

  public static NaturalGradient natural(double rate, double reltol, double damping, Solver solver) {
    return Specs.natural(rate, reltol, damping, Fisher.EXACT, solver);
  }

  public static Pack pack(DataSpec data, Schedule schedule, OptimizerSpec... optimizers) {
    return pack(data, PLAIN, schedule, optimizers);
  }

  public static Pack pack(
      DataSpec data, ModelSpec model, Schedule schedule, OptimizerSpec... optimizers) {
    return Pack.of(
        Arrays.stream(optimizers)
            .map(optimizer -> new TrialSpec(data, model, optimizer, schedule, 0))
            .toList(),
        "data");
  }

  public static SweepSpec sweep(
      List<DataSpec> data, List<? extends OptimizerSpec> optimizers, int seeds, int packSize) {
    return new SweepSpec(
        "test",
        new SweepAxes(Grids.data(data), Grids.model(PLAIN), Grids.optimizers(optimizers)),
        null,
        null,
        SCHEDULE,
        IntStream.range(0, seeds).boxed().toList(),
        new PackSize.Fixed(packSize),
        false,
        DeviceRequest.AUTO);
  }

  /** Of the shape of MNIST, but for the number of samples; all black. */
  public static DataSet likeMnist() {
    int width = 28 * 28;
    int[] labels = IntStream.range(0, 40).map(i -> i % 10).toArray();
    Features samples = new Features(new float[labels.length * width], labels, width);
    return DataSet.of(samples, samples);
  }
}
