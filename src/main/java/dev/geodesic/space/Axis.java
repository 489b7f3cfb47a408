package dev.geodesic.space;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Parameter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The values that a parameter takes in a sweep.
 *
 * @param <T> the type of the values
 * @param parameter that varies
 * @param values at least one
 */
public record Axis<T>(Parameter<T> parameter, List<T> values) {
  public Axis {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(parameter + " must have one value or more");
    }
  }

  /** Returns {@code others} once for each value of this axis, with that value added. */
  Stream<Assignment> across(Assignment others) {
    return values.stream().map(value -> others.with(parameter, value));
  }
}
