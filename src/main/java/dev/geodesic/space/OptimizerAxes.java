package dev.geodesic.space;

import dev.geodesic.trial.Family;
import dev.geodesic.trial.OptimizerSpec;
import java.util.List;

/**
 * An optimizer of a sweep, and the axes of its hyperparameters.
 *
 * @param family the kind of optimizer
 * @param axes of its hyperparameters; those without an axis have their defaults
 */
public record OptimizerAxes(Family<?> family, Axes axes) {
  /**
   * Every combination of the axes' values as an optimizer.
   *
   * @throws IllegalArgumentException if one is not allowed
   */
  public List<OptimizerSpec> product() {
    return axes.product().stream().<OptimizerSpec>map(family::of).toList();
  }
}
