package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.parameter.Require;
import java.util.List;

/**
 * Natural gradient descent whose linear system (F + λI)d = g is solved by conjugate gradients from
 * zero (Hestenes and Stiefel 1952; Martens 2010), by Fisher-vector products alone.
 *
 * @param values of the parameters of {@link #FAMILY}; those that are not given take their defaults
 */
public record ConjugateGradient(Assignment values) implements OptimizerSpec {
  /** The iteration ends where ‖(F + λI)d − g‖ is this part of ‖g‖, in (0, 1). */
  public static final Parameter<Double> TOLERANCE =
      Parameter.of(
              "cg-tolerance",
              Domains.number((key, value) -> Require.fraction(key, Require.positive(key, value))),
              "conjugate gradients end where the residual is this part of the gradient")
          .or(1e-3);

  /** The largest number of iterations of a step. */
  public static final Parameter<Integer> ITERATIONS =
      Parameter.of(
              "cg-iterations",
              Domains.whole(1),
              "the most conjugate gradients that a step may take")
          .or(50);

  /** The preconditioner, which saves iterations. */
  public static final Parameter<Preconditioner> PRECONDITIONER =
      Parameter.of(
              "preconditioner",
              Domains.choice(Preconditioner.class),
              "what saves conjugate gradients iterations")
          .or(Preconditioner.NONE);

  /** The kind of optimizer that a conf calls {@code cg}. */
  public static final Family<ConjugateGradient> FAMILY =
      new Family<>(
          "cg",
          "natural gradient by conjugate gradients, without a matrix",
          ConjugateGradient.class,
          ConjugateGradient::new,
          List.of(Damping.INITIAL, Damping.SCHEDULE, TOLERANCE, ITERATIONS, PRECONDITIONER));

  public ConjugateGradient {
    values = Damping.checked(values.complete(FAMILY.parameters()));
  }

  @Override
  public Family<ConjugateGradient> family() {
    return FAMILY;
  }

  /** The damping λ. */
  public Damping damping() {
    return new Damping(values);
  }

  /** The part of ‖g‖, in (0, 1), at which the residual ‖(F + λI)d − g‖ ends the iteration. */
  public double tolerance() {
    return values.get(TOLERANCE);
  }

  /** The largest number of iterations of a step. */
  public int iterations() {
    return values.get(ITERATIONS);
  }

  /** The preconditioner. */
  public Preconditioner preconditioner() {
    return values.get(PRECONDITIONER);
  }

  /** Counts a Fisher-vector product for each iteration that a step may take, and the residual's. */
  @Override
  public Work work(Geometry geometry) {
    Work product =
        geometry.isNetwork()
            ? Work.onWeights(geometry, 8.0 * geometry.batch(), 8.0 * geometry.batch())
            : Work.tangent(geometry);
    Work iteration =
        preconditioner() == Preconditioner.NONE
            ? product
            : product.plus(Work.cholesky(geometry.batch()));
    return Work.pullback(geometry)
        .plus(Work.sampleGram(geometry))
        .plus(iteration.times(iterations()))
        .plus(new Work(product.operations(), 0, 0, 0));
  }

  /** A step multiplies the batch with the weights of all trials at once. */
  @Override
  public int leastFused() {
    return 16;
  }

  @Override
  public String structure() {
    return preconditioner().confName();
  }

  @Override
  public void check(ModelSpec model, Schedule training) {
    OptimizerSpec.super.check(model, training);
    if (preconditioner() != Preconditioner.NONE && !model.hidden().isEmpty()) {
      throw new IllegalArgumentException(
          "preconditioner %s holds for softmax regression alone, and hidden is %s; use none"
              .formatted(preconditioner().confName(), model.hidden()));
    }
  }
}
