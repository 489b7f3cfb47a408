package dev.geodesic.space;

import dev.geodesic.parameter.Require;
import dev.geodesic.trial.Trial;
import java.util.List;

/** How many trials train fused, at most. */
public sealed interface PackSize {
  /** The most trials of a pack, unless the user says otherwise: fusing more gains little. */
  int MOST = 64;

  /**
   * Returns the largest number of trials in one pack.
   *
   * @param alike trials that may share packs, at least one
   * @param all number of trials of the sweep
   */
  int of(List<Trial> alike, int all);

  /** The size that the user sets, at least 1. */
  record Fixed(int trials) implements PackSize {
    public Fixed {
      Require.atLeast("pack-size", 1, trials);
    }

    @Override
    public int of(List<Trial> alike, int all) {
      return trials;
    }
  }

  /**
   * Small enough that a small sweep has packs for {@value #SLOTS} slots, but not so small that a
   * step of a trial gets much dearer; {@code submit/geodesic bench} measures the cost of a step in
   * packs of 4 to 64. The size follows from the sweep alone, so that no cluster changes a result.
   */
  record ByMethod() implements PackSize {
    static final int SLOTS = 16;

    @Override
    public int of(List<Trial> alike, int all) {
      int wanted = Math.max(ceilDiv(all, SLOTS), alike.get(0).spec().optimizer().leastFused());
      int packs = ceilDiv(alike.size(), Math.min(wanted, MOST));
      // Equal shares, rather than a small last pack.
      return ceilDiv(alike.size(), packs);
    }

    private static int ceilDiv(int a, int b) {
      return (a + b - 1) / b;
    }
  }
}
