package dev.geodesic.space;

import dev.geodesic.trial.Family;
import dev.geodesic.trial.OptimizerSpec;
import java.util.List;

/**
 * An optimizer of a sweep, and the axes of its hyperparameters.
 *
 * @param family what kind
 * @param axes one for each of its hyperparameters that are not at their defaults
 */
public record OptimizerAxes(Family<?> family, Axes axes) {
  /**
   * Every combination.
   *
   * @throws IllegalArgumentException if one is not allowed
   */
  public List<OptimizerSpec> product() {
    return axes.product().stream().<OptimizerSpec>map(family::of).toList();
  }
}
