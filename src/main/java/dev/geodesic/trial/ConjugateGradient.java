package dev.geodesic.trial;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Natural gradient descent whose linear system (F + λI)d = g is solved by conjugate gradients from
 * zero (Hestenes and Stiefel 1952; Martens 2010), by Fisher-vector products alone.
 *
 * @param damping λ
 * @param tolerance ends where ‖(F + λI)d − g‖ is this part of ‖g‖
 * @param iterations the most a step may take
 * @param preconditioner what makes it faster
 */
public record ConjugateGradient(
    StepSize stepSize,
    Damping damping,
    double tolerance,
    int iterations,
    Preconditioner preconditioner)
    implements OptimizerSpec {
  public static final String NAME = "cg";
  public static final double DEFAULT_TOLERANCE = 1e-3;
  public static final int DEFAULT_ITERATIONS = 50;

  public ConjugateGradient {
    Require.fraction("cg-tolerance", Require.positive("cg-tolerance", tolerance));
    Require.atLeast("cg-iterations", 1, iterations);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SortedMap<String, Object> hyperparameters() {
    SortedMap<String, Object> all = new TreeMap<>();
    stepSize.describe(all);
    damping.describe(all);
    all.put("cg-tolerance", tolerance);
    all.put("cg-iterations", iterations);
    all.put("preconditioner", preconditioner.confName());
    return all;
  }

  @Override
  public String structure() {
    return preconditioner.confName();
  }

  @Override
  public void check(ModelSpec model, Schedule training) {
    stepSize.check(training);
    if (preconditioner != Preconditioner.NONE && !model.hidden().isEmpty()) {
      throw new IllegalArgumentException(
          "preconditioner %s holds for softmax regression alone, and hidden is %s; use none"
              .formatted(preconditioner.confName(), model.hidden()));
    }
  }
}
