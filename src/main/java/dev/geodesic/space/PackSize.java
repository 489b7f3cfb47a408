package dev.geodesic.space;

import dev.geodesic.parameter.Require;
import dev.geodesic.trial.Trial;
import java.util.List;

/** How many trials train fused, at most. */
public sealed interface PackSize {
  /** Fusing gains little beyond so many of a small model, and a pack is lost as a whole. */
  int MOST = 64;

  /**
   * The size of packs of some trials.
   *
   * @param alike trials that may share packs, at least one
   * @param all trials of the sweep
   */
  int of(List<Trial> alike, int all);

  /** What the user says. */
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
   * So few that a small sweep has packs for {@value #SLOTS} slots, but not so few that the trials
   * would pay for it: what a step of one costs in packs of 4 to 64, {@code submit/geodesic bench}
   * tells. It follows from the sweep, never from the cluster, and a trial's bits with it.
   */
  record ByMethod() implements PackSize {
    static final int SLOTS = 16;

    @Override
    public int of(List<Trial> alike, int all) {
      int wanted = Math.max(ceilDiv(all, SLOTS), alike.get(0).spec().optimizer().leastFused());
      int packs = ceilDiv(alike.size(), Math.min(wanted, MOST));
      // Equal shares: the last pack is not to be a rest.
      return ceilDiv(alike.size(), packs);
    }

    private static int ceilDiv(int a, int b) {
      return (a + b - 1) / b;
    }
  }
}
