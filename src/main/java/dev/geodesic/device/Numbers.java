package dev.geodesic.device;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * Numbers that a device computes, one for each trial or system. They stay on the device until
 * somebody asks for some: then all that were computed so far come to the host at once, as every
 * wait for a device costs time.
 */
@FunctionalInterface
public interface Numbers {
  /** Returns the numbers, which the caller does not change, once they are computed. */
  double[] get();

  /** Returns numbers that the host knows. */
  static Numbers of(double... values) {
    return () -> values;
  }

  /** Returns numbers that the host computes of others when they are asked for. */
  static Numbers derived(Supplier<double[]> computation) {
    return new DerivedNumbers(computation);
  }

  /** Returns the sums of one number of each, in this order. */
  static Numbers sum(List<Numbers> all) {
    return derived(
        () -> {
          double[] sums = all.get(0).get().clone();
          for (Numbers numbers : all.subList(1, all.size())) {
            double[] values = numbers.get();
            for (int t = 0; t < sums.length; t++) {
              sums[t] += values[t];
            }
          }
          return sums;
        });
  }

  /** Returns a function of each number. */
  default Numbers map(DoubleUnaryOperator function) {
    return derived(
        () -> {
          double[] values = get().clone();
          for (int t = 0; t < values.length; t++) {
            values[t] = function.applyAsDouble(values[t]);
          }
          return values;
        });
  }

  /** Returns {@code count} of the numbers from {@code from} on. */
  default Numbers part(int from, int count) {
    return derived(() -> Arrays.copyOfRange(get(), from, from + count));
  }
}
