package dev.geodesic.trial;

import java.util.Set;

/**
 * An optimizer that needs no matrix: its direction follows from the gradient, weight by weight, and
 * from what it remembers of each. Others are compared with the best of these.
 */
public sealed interface FirstOrder extends OptimizerSpec permits Sgd, Momentum, Adam {
  /** The names of all. */
  Set<String> NAMES = Set.of(Sgd.NAME, Momentum.NAME, Adam.NAME);

  /** Numbers that it remembers of each weight from one step to the next. */
  int memories();

  /** Floating-point operations that lead from a weight's gradient to its direction. */
  int operations();

  @Override
  default String structure() {
    return "";
  }
}
