package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.util.List;

/** Adam (Kingma and Ba 2015, algorithm 1). */
public record Adam(Assignment values) implements FirstOrder {
  /** β₁. */
  public static final Parameter<Double> BETA1 =
      Parameter.of("beta1", Domains.fraction(), "decay of the mean of the gradients").or(0.9);

  /** β₂. */
  public static final Parameter<Double> BETA2 =
      Parameter.of("beta2", Domains.fraction(), "decay of the mean of their squares").or(0.999);

  /** ε. */
  public static final Parameter<Double> EPSILON =
      Parameter.of("epsilon", Domains.positive(), "added to the root of the mean square").or(1e-8);

  /** How a conf asks for it. */
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

  /** The two means (3 and 4), the quotient with its root (5). */
  @Override
  public int operations() {
    return 3 + 4 + 5;
  }
}
