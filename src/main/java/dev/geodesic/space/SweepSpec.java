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
 * @param dataAxes of {@link DataSpec#PARAMETERS}
 * @param modelAxes of {@link ModelSpec#PARAMETERS}
 * @param optimizerAxes alternatives
 * @param schedule shared by all trials
 * @param seeds repetitions
 * @param packSize trials that train fused, at most
 * @param mllibBaseline whether to compute what a converged linear model reaches
 * @param device what trains
 */
public record SweepSpec(
    String name,
    Axes dataAxes,
    Axes modelAxes,
    List<OptimizerAxes> optimizerAxes,
    Schedule schedule,
    List<Integer> seeds,
    PackSize packSize,
    boolean mllibBaseline,
    DeviceRequest device) {
  public SweepSpec {
    optimizerAxes = List.copyOf(optimizerAxes);
    seeds = List.copyOf(seeds);
  }

  /** How many trials it asks for, repeated ones included. */
  public double combinations() {
    return dataAxes.combinations()
        * modelAxes.combinations()
        * optimizerAxes.stream().mapToDouble(one -> one.axes().combinations()).sum()
        * seeds.size();
  }

  /** What is trained on: alternatives. */
  public List<DataSpec> data() {
    return dataAxes.product().stream().map(DataSpec::new).toList();
  }

  /**
   * What is trained: alternatives.
   *
   * @throws IllegalArgumentException if one is not allowed
   */
  public List<ModelSpec> models() {
    return modelAxes.product().stream().map(ModelSpec::new).toList();
  }

  /**
   * What trains it: alternatives.
   *
   * @throws IllegalArgumentException if one is not allowed
   */
  public List<OptimizerSpec> optimizers() {
    return optimizerAxes.stream().flatMap(axes -> axes.product().stream()).toList();
  }
}
