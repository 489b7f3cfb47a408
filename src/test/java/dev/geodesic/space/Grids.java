package dev.geodesic.space;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;

/** Axes that spell certain combinations. */
public final class Grids {
  private Grids() {}

  /** Data that differ in one parameter. */
  public static Axes data(List<DataSpec> data) {
    return axes(DataSpec.PARAMETERS, data.stream().map(DataSpec::values).toList());
  }

  /** One model. */
  public static Axes model(ModelSpec model) {
    return axes(ModelSpec.PARAMETERS, List.of(model.values()));
  }

  /** Any optimizers, each an entry of its own. */
  public static List<OptimizerAxes> optimizers(List<? extends OptimizerSpec> optimizers) {
    return optimizers.stream()
        .map(
            optimizer ->
                new OptimizerAxes(
                    optimizer.family(),
                    axes(optimizer.family().parameters(), List.of(optimizer.values())),
                    Sampling.GRID))
        .toList();
  }

  private static Axes axes(List<Parameter<?>> parameters, List<Assignment> all) {
    List<Axis<?>> axes = new ArrayList<>();
    for (Parameter<?> parameter : parameters) {
      axes.add(axis(parameter, all));
    }
    return new Axes(axes);
  }

  private static <T> Axis<T> axis(Parameter<T> parameter, List<Assignment> all) {
    return new Axis.Listed<>(
        parameter, all.stream().map(one -> one.get(parameter)).distinct().toList());
  }
}
