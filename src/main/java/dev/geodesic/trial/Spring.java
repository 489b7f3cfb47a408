package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Parameter;
import java.util.List;

/**
 * SPRING (Goldshlager, Abrahamsen and Lin 2024, arXiv 2401.10190): the damped natural gradient as a
 * regularised Kaczmarz projection that keeps what the last direction d knew, d ← argmin ‖Aᵀd − u‖²
 * + λ‖d − μd‖², with F = AAᵀ and g = Au. With μ = 0 it is the damped step.
 *
 * @param values of the parameters of {@link #FAMILY}; those that are not given take their defaults
 */
public record Spring(Assignment values) implements OptimizerSpec {
  /** μ, the part of the last direction that is kept, in [0, 1). */
  public static final Parameter<Double> MOMENTUM = Momentum.MOMENTUM;

  /** The kind of optimizer that a conf calls {@code spring}. */
  public static final Family<Spring> FAMILY =
      new Family<>(
          "spring",
          "damped natural gradient that keeps what the last direction knew (SPRING)",
          Spring.class,
          Spring::new,
          List.of(Damping.REQUIRED, Damping.SCHEDULE, MOMENTUM));

  public Spring {
    values = Damping.checked(values.complete(FAMILY.parameters()));
  }

  @Override
  public Family<Spring> family() {
    return FAMILY;
  }

  /** Includes the product of the last direction with every sample's gradient, in float64. */
  @Override
  public Work work(Geometry geometry) {
    int directions = geometry.classes() - 1;
    Work known = Work.onWeights(geometry, 2.0 * geometry.batch() + 2, 16.0 * geometry.batch());
    Work solved =
        geometry.isNetwork()
            ? Work.gram(geometry, directions)
                .plus(Work.cholesky((double) geometry.batch() * directions))
            : Work.classSystems(geometry);
    return Work.pullback(geometry).plus(Work.memories(geometry, 1)).plus(known).plus(solved);
  }

  /** The damping λ. */
  public Damping damping() {
    return new Damping(values);
  }

  /** μ, the part of the last direction that is kept, in [0, 1). */
  public double momentum() {
    return values.get(MOMENTUM);
  }
}
