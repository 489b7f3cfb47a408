package dev.geodesic.trial;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * SPRING (Goldshlager, Abrahamsen and Lin 2024, arXiv 2401.10190): the damped natural gradient as a
 * regularised Kaczmarz projection that keeps what the last direction d knew, d ← argmin ‖Aᵀd − u‖²
 * + λ‖d − μd‖², with F = AAᵀ and g = Au. With μ = 0 it is the damped step.
 *
 * @param damping λ
 * @param momentum μ
 */
public record Spring(StepSize stepSize, Damping damping, double momentum) implements OptimizerSpec {
  public static final String NAME = "spring";

  public Spring {
    Require.positive("damping", damping.initial());
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
    damping.describe(all);
    all.put("momentum", momentum);
    return all;
  }

  @Override
  public String structure() {
    return "";
  }
}
