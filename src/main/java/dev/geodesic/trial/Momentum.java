package dev.geodesic.trial;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gradient descent with momentum: v ← μv + g, W ← W − lr·v (Polyak 1964), or W ← W − lr·(g + μv)
 * with the new v, Nesterov's accelerated gradient as Sutskever et al. (2013) write it.
 *
 * @param momentum μ
 */
public record Momentum(StepSize stepSize, double momentum, LookAhead lookAhead)
    implements FirstOrder {
  public static final String NAME = "momentum";

  /** Where the gradient counts. */
  public enum LookAhead {
    /** At the weights: Polyak's heavy ball. */
    NONE,
    /** Where momentum is about to carry the weights. */
    NESTEROV
  }

  public Momentum {
    Require.fraction("momentum", momentum);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SortedMap<String, Object> hyperparameters() {
    SortedMap<String, Object> all = new TreeMap<>();
    stepSize.describe(all);
    all.put("momentum", momentum);
    all.put("nesterov", lookAhead == LookAhead.NESTEROV);
    return all;
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
    return lookAhead.name();
  }
}
