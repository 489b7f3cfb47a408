package dev.geodesic.space;

import dev.geodesic.parameter.Assignment;
import java.util.List;

/** Axes of a sweep: parameters, each with the values that it takes. */
public record Axes(List<Axis<?>> all) {
  /** The most combinations of a sweep. One driver can hold them; ten times as many take weeks. */
  public static final int MOST_COMBINATIONS = 1_000_000;

  public Axes {
    all = List.copyOf(all);
  }

  /** The number of combinations of the axes' values. */
  public double combinations() {
    return all.stream().mapToDouble(axis -> axis.values().size()).reduce(1, (a, b) -> a * b);
  }

  /** All combinations of the axes' values, the first axis varying slowest. */
  public List<Assignment> product() {
    List<Assignment> product = List.of(Assignment.NONE);
    for (Axis<?> axis : all) {
      product = product.stream().flatMap(axis::across).toList();
    }
    return product;
  }
}
