package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1).
 *
 * @param values of the parameters of {@link #FAMILY}; those that are not given take their defaults
 */
public record Adam(Assignment values) implements FirstOrder {
  /** β₁, the decay of the running mean of the gradients. */
  public static final Parameter<Double> BETA1 =
      Parameter.of("beta1", Domains.fraction(), "decay of the mean of the gradients").or(0.9);

  /** β₂, the decay of the running mean of their squares. */
  public static final Parameter<Double> BETA2 =
      Parameter.of("beta2", Domains.fraction(), "decay of the mean of their squares").or(0.999);

  /** ε, added to the root of the mean square. */
  public static final Parameter<Double> EPSILON =
      Parameter.of("epsilon", Domains.positive(), "added to the root of the mean square").or(1e-8);

  /** The kind of optimizer that a conf calls {@code adam}. */
  public static final Family<Adam> FAMILY =
      new Family<>(
          "adam",
          "gradient descent, each weight by its own gradients' root mean square",
          Adam.class,
          Adam::new,
          List.of(BETA1, BETA2, EPSILON));

  public Adam {
    values = values.complete(FAMILY.parameters());
  }

  @Override
  public Family<Adam> family() {
    return FAMILY;
  }

  @Override
  public int memories() {
    return 2;
  }

  /** Counts 3 operations for the mean, 4 for the mean square, 5 for the quotient with its root. */
  @Override
  public int operations() {
    return 3 + 4 + 5;
  }
}
