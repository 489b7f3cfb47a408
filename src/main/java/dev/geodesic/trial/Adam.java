package dev.geodesic.trial;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adam (Kingma and Ba 2015, algorithm 1).
 *
 * @param beta1 decay of the mean of the gradients
 * @param beta2 decay of the mean of their squares
 * @param epsilon added to the root of the mean square
 */
public record Adam(StepSize stepSize, double beta1, double beta2, double epsilon)
    implements FirstOrder {
  public static final String NAME = "adam";
  public static final double DEFAULT_BETA1 = 0.9;
  public static final double DEFAULT_BETA2 = 0.999;
  public static final double DEFAULT_EPSILON = 1e-8;

  public Adam {
    Require.fraction("beta1", beta1);
    Require.fraction("beta2", beta2);
    Require.positive("epsilon", epsilon);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SortedMap<String, Object> hyperparameters() {
    SortedMap<String, Object> all = new TreeMap<>();
    stepSize.describe(all);
    all.put("beta1", beta1);
    all.put("beta2", beta2);
    all.put("epsilon", epsilon);
    return all;
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
