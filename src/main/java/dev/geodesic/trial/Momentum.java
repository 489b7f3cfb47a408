package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.util.List;

/**
 * Gradient descent with momentum: v ← μv + g, W ← W − lr·v (Polyak 1964), or W ← W − lr·(g + μv)
 * with the new v, Nesterov's accelerated gradient as Sutskever et al. (2013) write it.
 */
public record Momentum(Assignment values) implements FirstOrder {
  /** μ. */
  public static final Parameter<Double> MOMENTUM =
      Parameter.of("momentum", Domains.fraction(), "part of the last direction that is kept")
          .or(0.9);

  /** At the weights, as Polyak's heavy ball has it, or where momentum is about to lead. */
  public static final Parameter<Boolean> NESTEROV =
      Parameter.of(
              "nesterov",
              Domains.flag(),
              "whether the gradient counts where momentum is about to lead")
          .or(false);

  /** How a conf asks for it. */
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

  /** μ. */
  public double momentum() {
    return values.get(MOMENTUM);
  }

  /** Whether it is Nesterov's. */
  public boolean isNesterov() {
    return values.get(NESTEROV);
  }

  @Override
  public int memories() {
    return 1;
  }

  /** μv + g. */
  @Override
  public int operations() {
    return 2;
  }

  @Override
  public String structure() {
    return isNesterov() ? "nesterov" : "";
  }
}
