package dev.geodesic.trial;

import java.util.List;

/**
 * An optimizer that needs no matrix: its direction follows from the gradient, weight by weight, and
 * from what it remembers of each. Others are compared with the best of these.
 */
public interface FirstOrder extends OptimizerSpec {
  /** Returns the names of all first-order optimizers. */
  static List<String> names() {
    return Families.ALL.stream()
        .filter(family -> FirstOrder.class.isAssignableFrom(family.type()))
        .map(Family::name)
        .toList();
  }

  /** The number of values that it keeps for each weight from one step to the next. */
  int memories();

  /** The number of floating-point operations from a weight's gradient to its direction. */
  int operations();

  /** Where the direction is the gradient itself, the step is part of the gradient's product. */
  @Override
  default Work work(Geometry geometry) {
    Work gradient = Work.pullback(geometry).plus(Work.memories(geometry, memories()));
    return operations() == 0 ? gradient : gradient.plus(Work.weightwise(geometry, operations()));
  }

  /** A step multiplies the batch with the weights of all trials at once. */
  @Override
  default int leastFused() {
    return 16;
  }
}
