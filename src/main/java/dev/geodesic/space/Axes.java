package dev.geodesic.space;

import dev.geodesic.parameter.Assignment;
import java.util.List;
import java.util.stream.Stream;

/** Axes of a sweep: parameters, each with the values that it takes. */
public record Axes(List<Axis<?>> all) {
  /** The most combinations of a sweep. One driver can hold them; ten times as many take weeks. */
  public static final int MOST_COMBINATIONS = 1_000_000;

  public Axes {
    all = List.copyOf(all);
  }

  /** The number of combinations of the axes' values; infinity where one is continuous. */
  public double combinations() {
    return all.stream().mapToDouble(Axis::count).reduce(1, (a, b) -> a * b);
  }

  /** The axes with more than one value. */
  Stream<Axis<?>> varying() {
    return all.stream().filter(Axis::varies);
  }

  /**
   * All combinations of the axes' values, the first axis varying slowest.
   *
   * @throws IllegalStateException if an axis is continuous
   */
  public List<Assignment> product() {
    List<Assignment> product = List.of(Assignment.NONE);
    for (Axis<?> axis : all) {
      product = product.stream().flatMap(one -> across(axis, one)).toList();
    }
    return product;
  }

  /** Returns {@code others} once for each value of an axis, with that value added. */
  private static <T> Stream<Assignment> across(Axis<T> axis, Assignment others) {
    if (axis instanceof Axis.Listed<T> listed) {
      return listed.values().stream().map(value -> others.with(axis.parameter(), value));
    }
    throw new IllegalStateException(axis.parameter() + " has no list of values");
  }
}
