package dev.geodesic.space;

import dev.geodesic.parameter.Assignment;
import java.util.List;

/** The axes of a sweep along which some parameters vary. */
public record Axes(List<Axis<?>> all) {
  /** What one driver can hold; the next factor of ten would train for weeks. */
  public static final int MOST_COMBINATIONS = 1_000_000;

  public Axes {
    all = List.copyOf(all);
  }

  /** How many combinations their values have. */
  public double combinations() {
    return all.stream().mapToDouble(axis -> axis.values().size()).reduce(1, (a, b) -> a * b);
  }

  /** All combinations, the first axis varying slowest. */
  public List<Assignment> product() {
    List<Assignment> product = List.of(Assignment.NONE);
    for (Axis<?> axis : all) {
      product = product.stream().flatMap(axis::across).toList();
    }
    return product;
  }
}
