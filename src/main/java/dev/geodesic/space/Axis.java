package dev.geodesic.space;

import dev.geodesic.parameter.Parameter;
import java.util.List;

/**
 * The values that a parameter takes in a sweep.
 *
 * @param <T> the type of the values
 */
public sealed interface Axis<T> {
  /** The parameter that takes them. */
  Parameter<T> parameter();

  /** The number of values; infinity where they fill an interval. */
  double count();

  /**
   * Returns the value that a number chooses, such that numbers spread evenly over [0, 1) choose
   * values spread evenly over the axis.
   *
   * @param share in [0, 1)
   */
  T at(double share);

  /** Whether there is more than one value. */
  default boolean varies() {
    return count() > 1;
  }

  /**
   * Values that are listed one by one, for a grid or for a choice.
   *
   * @param values at least one
   */
  record Listed<T>(Parameter<T> parameter, List<T> values) implements Axis<T> {
    public Listed {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException(parameter + " must have one value or more");
      }
    }

    @Override
    public double count() {
      return values.size();
    }

    @Override
    public T at(double share) {
      return values.get((int) (share * values.size()));
    }
  }

  /**
   * All numbers of an interval, whole ones if the parameter's values are; only samples can be drawn
   * of them.
   *
   * @param interval whose ends the parameter allows
   */
  record Continuous<T>(Parameter<T> parameter, Interval interval) implements Axis<T> {
    @Override
    public double count() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public T at(double share) {
      boolean isWhole = parameter.domain().storedType() == Integer.class;
      return parameter
          .domain()
          .ofNumber(isWhole ? interval.drawWhole(share) : interval.draw(share));
    }
  }
}
