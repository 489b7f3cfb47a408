package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.ConfName;
import dev.geodesic.parameter.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of optimizer as a conf may ask for it. Conf keys, help, checks, columns of the results and
 * labels of reports follow from its parameters.
 *
 * @param <S> the class of its optimizers
 * @param name as a conf and the results spell it
 * @param description one line for help texts
 * @param type the class of its optimizers
 * @param build makes the optimizer of some values; throws an IllegalArgumentException for values
 *     that are not allowed
 * @param own its parameters, those of {@link StepSize} left out
 */
public record Family<S extends OptimizerSpec>(
    String name,
    String description,
    Class<S> type,
    Function<Assignment, S> build,
    List<Parameter<?>> own)
    implements ConfName {
  public Family {
    own = List.copyOf(own);
  }

  /** All parameters of its optimizers, first those that every optimizer has. */
  public List<Parameter<?>> parameters() {
    return StepSize.and(own);
  }

  /** Returns its parameter of this key, if there is one. */
  public Optional<Parameter<?>> parameter(String key) {
    return parameters().stream().filter(parameter -> parameter.key().equals(key)).findFirst();
  }

  /**
   * Returns the optimizer of some values, with defaults for the rest.
   *
   * @throws IllegalArgumentException if they are not allowed, alone or together
   */
  public S of(Assignment values) {
    return build.apply(values);
  }
}
