package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import java.util.List;

/**
 * Stochastic gradient descent (Robbins and Monro 1951): W ← W − lr·g.
 *
 * @param values of the parameters of {@link #FAMILY}; those that are not given take their defaults
 */
public record Sgd(Assignment values) implements FirstOrder {
  /** The kind of optimizer that a conf calls {@code sgd}. */
  public static final Family<Sgd> FAMILY =
      new Family<>("sgd", "stochastic gradient descent", Sgd.class, Sgd::new, List.of());

  public Sgd {
    values = values.complete(FAMILY.parameters());
  }

  @Override
  public Family<Sgd> family() {
    return FAMILY;
  }

  @Override
  public int memories() {
    return 0;
  }

  @Override
  public int operations() {
    return 0;
  }
}
