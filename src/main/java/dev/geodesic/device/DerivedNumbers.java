package dev.geodesic.device;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Numbers that the host computes once, when they are asked for first. */
final class DerivedNumbers implements Numbers {
  private final Supplier<double[]> computation;
  private double @Nullable [] values;

  DerivedNumbers(Supplier<double[]> computation) {
    this.computation = computation;
  }

  @Override
  public double[] get() {
    double[] known = values;
    if (known == null) {
      known = computation.get();
      values = known;
    }
    return known;
  }
}
