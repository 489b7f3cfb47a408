package dev.geodesic.space;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sweep.
 *
 * @param name of the sweep and of its results directory
 * @param axes from which its configurations are chosen
 * @param halving which configurations train to the end; absent where all do
 * @param confirmation of the best ones on fresh seeds; absent where there is none
 * @param schedule shared by all trials
 * @param seeds of the repetitions of each configuration
 * @param packSize the largest number of trials that train fused
 * @param mllibBaseline whether to compute the loss that a converged linear model reaches
 * @param device the kind of device to train on
 */
public record SweepSpec(
    String name,
    SweepAxes axes,
    @Nullable Halving halving,
    @Nullable Confirmation confirmation,
    Schedule schedule,
    List<Integer> seeds,
    PackSize packSize,
    boolean mllibBaseline,
    DeviceRequest device) {
  public SweepSpec {
    seeds = List.copyOf(seeds);
  }

  /** The number of trials that it asks for, repeated ones included. */
  public double combinations() {
    return axes.combinations() * seeds.size();
  }

  /**
   * The data of its configurations, each once.
   *
   * @throws IllegalArgumentException if a configuration is not allowed
   */
  public List<DataSpec> data() {
    return axes.candidates().stream().map(Candidate::data).distinct().toList();
  }

  /**
   * The models of its configurations, each once.
   *
   * @throws IllegalArgumentException if a configuration is not allowed
   */
  public List<ModelSpec> models() {
    return axes.candidates().stream().map(Candidate::model).distinct().toList();
  }

  /**
   * The optimizers of its configurations, each once.
   *
   * @throws IllegalArgumentException if a configuration is not allowed
   */
  public List<OptimizerSpec> optimizers() {
    return axes.candidates().stream().map(Candidate::optimizer).distinct().toList();
  }
}
