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
 * @param optimizerAxes one entry for each optimizer, with axes of its own
 * @param schedule shared by all trials
 * @param seeds of the repetitions of each configuration
 * @param packSize the largest number of trials that train fused
 * @param mllibBaseline whether to compute the loss that a converged linear model reaches
 * @param device the kind of device to train on
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

  /** The number of trials that it asks for, repeated ones included. */
  public double combinations() {
    return dataAxes.combinations()
        * modelAxes.combinations()
        * optimizerAxes.stream().mapToDouble(one -> one.axes().combinations()).sum()
        * seeds.size();
  }

  /** Every combination of the data axes. */
  public List<DataSpec> data() {
    return dataAxes.product().stream().map(DataSpec::new).toList();
  }

  /**
   * Every combination of the model axes.
   *
   * @throws IllegalArgumentException if one is not allowed
   */
  public List<ModelSpec> models() {
    return modelAxes.product().stream().map(ModelSpec::new).toList();
  }

  /**
   * Every combination of the axes of each optimizer, in the order of the conf.
   *
   * @throws IllegalArgumentException if one is not allowed
   */
  public List<OptimizerSpec> optimizers() {
    return optimizerAxes.stream().flatMap(axes -> axes.product().stream()).toList();
  }
}
