package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.util.List;

/**
 * Gradient descent with momentum: v ← μv + g, W ← W − lr·v (Polyak 1964), or W ← W − lr·(g + μv)
 * with the new v, Nesterov's accelerated gradient as Sutskever et al. (2013) write it.
 *
 * @param values of the parameters of {@link #FAMILY}; those that are not given take their defaults
 */
public record Momentum(Assignment values) implements FirstOrder {
  /** μ, the part of the last direction that is kept, in [0, 1). */
  public static final Parameter<Double> MOMENTUM =
      Parameter.of("momentum", Domains.fraction(), "part of the last direction that is kept")
          .or(0.9);

  /** Whether the step is Nesterov's, and not Polyak's. */
  public static final Parameter<Boolean> NESTEROV =
      Parameter.of(
              "nesterov",
              Domains.flag(),
              "whether the gradient counts where momentum is about to lead")
          .or(false);

  /** The kind of optimizer that a conf calls {@code momentum}. */
  public static final Family<Momentum> FAMILY =
      new Family<>(
          "momentum",
          "gradient descent with momentum, Polyak's or Nesterov's",
          Momentum.class,
          Momentum::new,
          List.of(MOMENTUM, NESTEROV));

  public Momentum {
    values = values.complete(FAMILY.parameters());
  }

  @Override
  public Family<Momentum> family() {
    return FAMILY;
  }

  /** μ, the part of the last direction that is kept, in [0, 1). */
  public double momentum() {
    return values.get(MOMENTUM);
  }

  /** Whether the step is Nesterov's, and not Polyak's. */
  public boolean isNesterov() {
    return values.get(NESTEROV);
  }

  @Override
  public int memories() {
    return 1;
  }

  /** Counts a multiplication and an addition, of μv + g. */
  @Override
  public int operations() {
    return 2;
  }

  @Override
  public String structure() {
    return isNesterov() ? "nesterov" : "";
  }
}
