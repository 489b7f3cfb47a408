package dev.geodesic.space;

import dev.geodesic.trial.Family;
import dev.geodesic.trial.OptimizerSpec;
import java.util.List;

/**
 * An optimizer of a sweep, and how its configurations are chosen.
 *
 * @param family the kind of optimizer
 * @param axes of its hyperparameters; those without an axis have their defaults
 * @param sampling chooses from them, and from the axes that all optimizers share
 */
public record OptimizerAxes(Family<?> family, Axes axes, Sampling sampling) {
  /**
   * Every combination of the axes' values as an optimizer.
   *
   * @throws IllegalArgumentException if one is not allowed
   */
  public List<OptimizerSpec> product() {
    return axes.product().stream().<OptimizerSpec>map(family::of).toList();
  }
}
