package dev.geodesic.newton;

import java.util.ArrayList;
import java.util.List;

/** Collects the course of a fit. */
final class FitHistory {
  private record Entry(double objective, double gradientNorm, int passes, double seconds) {}

  private final long start = System.nanoTime();
  private final List<Entry> entries = new ArrayList<>();

  void add(PenalisedLoss.Point point, int passes) {
    double seconds = (System.nanoTime() - start) / 1e9;
    entries.add(new Entry(point.value(), point.gradientNorm(), passes, seconds));
  }

  Solution.Summary summary(int iterations, Solution.End end) {
    return new Solution.Summary(
        entries.stream().mapToDouble(Entry::objective).toArray(),
        entries.stream().mapToDouble(Entry::gradientNorm).toArray(),
        entries.stream().mapToInt(Entry::passes).toArray(),
        entries.stream().mapToDouble(Entry::seconds).toArray(),
        iterations,
        end);
  }
}
