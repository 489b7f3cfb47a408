package dev.geodesic.space;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import java.util.List;

/**
 * A sweep: every combination of its axes is a trial.
 *
 * @param name of the sweep and of its results directory
 * @param data alternatives
 * @param model alternatives
 * @param optimizers alternatives, each with its hyperparameters set
 * @param schedule shared by all trials
 * @param seeds repetitions
 * @param packSize trials that train fused, at most
 * @param mllibBaseline whether to compute what a converged linear model reaches
 * @param device what trains
 */
public record SweepSpec(
    String name,
    List<DataSpec> data,
    List<ModelSpec> model,
    List<OptimizerSpec> optimizers,
    Schedule schedule,
    List<Integer> seeds,
    PackSize packSize,
    boolean mllibBaseline,
    DeviceRequest device) {
  public SweepSpec {
    data = List.copyOf(data);
    model = List.copyOf(model);
    optimizers = List.copyOf(optimizers);
    seeds = List.copyOf(seeds);
  }
}
