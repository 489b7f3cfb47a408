package dev.geodesic.conf;

import dev.geodesic.trial.OptimizerSpec;
import java.util.List;
import java.util.function.Function;

/**
 * How an optimizer is asked for in a conf.
 *
 * @param name the value of {@code name} in an entry of {@code optimizers}
 * @param description one line for help texts
 * @param keys its hyperparameters, every one an axis
 * @param build makes the optimizer of one combination; an IllegalArgumentException refuses it
 */
public record OptimizerEntry(
    String name, String description, List<Key<?>> keys, Function<Settings, OptimizerSpec> build) {
  public OptimizerEntry {
    keys = List.copyOf(keys);
  }
}
