package dev.geodesic.trial;

import java.util.List;

/**
 * An optimizer that needs no matrix: its direction follows from the gradient, weight by weight, and
 * from what it remembers of each. Others are compared with the best of these.
 */
public interface FirstOrder extends OptimizerSpec {
  /** The names of all. */
  static List<String> names() {
    return Families.ALL.stream()
        .filter(family -> FirstOrder.class.isAssignableFrom(family.type()))
        .map(Family::name)
        .toList();
  }

  /** Numbers that it remembers of each weight from one step to the next. */
  int memories();

  /** Floating-point operations that lead from a weight's gradient to its direction. */
  int operations();

  /** A step along the gradient itself is part of its product. */
  @Override
  default Work work(Geometry geometry) {
    Work gradient = Work.pullback(geometry).plus(Work.memories(geometry, memories()));
    return operations() == 0 ? gradient : gradient.plus(Work.weightwise(geometry, operations()));
  }

  /** Products of the batch with all weights at once. */
  @Override
  default int leastFused() {
    return 16;
  }
}
