package dev.geodesic.parameter;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of some parameters, each checked by its parameter. Immutable. */
public final class Assignment implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The assignment without values. */
  public static final Assignment NONE = new Assignment(Map.of());

  /** The values by the keys of their parameters; each is serializable. */
  @SuppressWarnings("serial") // Map.copyOf gives serializable maps.
  private final Map<String, Object> values;

  private Assignment(Map<String, Object> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Returns the assignment of one value.
   *
   * @throws IllegalArgumentException if the parameter does not allow it
   */
  public static <T> Assignment of(Parameter<T> parameter, T value) {
    return NONE.with(parameter, value);
  }

  /**
   * Returns these values with {@code value} for the parameter, in place of any earlier one.
   *
   * @throws IllegalArgumentException if the parameter does not allow it
   */
  public <T> Assignment with(Parameter<T> parameter, T value) {
    Map<String, Object> more = new HashMap<>(values);
    more.put(parameter.key(), parameter.check(value));
    return new Assignment(more);
  }

  /**
   * Returns the value of a parameter.
   *
   * @throws IllegalStateException if it has none
   */
  @SuppressWarnings("unchecked") // What is put under a parameter's key is of its type.
  public <T> T get(Parameter<T> parameter) {
    Object value = values.get(parameter.key());
    if (value == null) {
      throw new IllegalStateException(parameter + " has no value here");
    }
    return (T) value;
  }

  /** The value of a parameter, if it has one. */
  @SuppressWarnings("unchecked") // What is put under a parameter's key is of its type.
  public <T> Optional<T> find(Parameter<T> parameter) {
    return Optional.ofNullable((T) values.get(parameter.key()));
  }

  /**
   * Returns a value for each of these parameters and no other: the one given here, or the default.
   *
   * @throws IllegalArgumentException if there is neither, or a parameter does not allow its value
   */
  public Assignment complete(List<? extends Parameter<?>> parameters) {
    Map<String, Object> complete = new HashMap<>();
    parameters.forEach(parameter -> complete.put(parameter.key(), orDefault(parameter)));
    return complete.equals(values) ? this : new Assignment(complete);
  }

  private <T> Object orDefault(Parameter<T> parameter) {
    return parameter.check(
        find(parameter)
            .or(parameter::fallback)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s must be given (%s)".formatted(parameter, parameter.meaning()))));
  }

  /** Returns a parameter's value in the form in which results hold it, if they hold it. */
  public <T> Optional<Object> stored(Parameter<T> parameter) {
    return find(parameter).map(parameter::stored);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Assignment assignment && values.equals(assignment.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
