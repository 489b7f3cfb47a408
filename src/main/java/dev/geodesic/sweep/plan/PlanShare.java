package dev.geodesic.sweep.plan;

import dev.geodesic.space.Pack;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The share of a group of packs in a plan.
 *
 * @param group what the packs have in common
 * @param packs number of packs
 * @param trials number of trials in them
 * @param seconds estimated time in which they keep their slots
 */
public record PlanShare(Group group, int packs, int trials, double seconds) {
  /**
   * Packs of one optimizer on one problem.
   *
   * @param optimizer its name
   * @param side of the images in pixels; 0 if they are not downsampled
   * @param batch samples a step
   * @param hidden widths of the hidden layers
   */
  public record Group(String optimizer, int side, int batch, List<Integer> hidden) {
    static Group of(Pack pack) {
      Pack.Structure structure = pack.structure();
      return new Group(
          structure.optimizer(),
          structure.data().downsample(),
          structure.data().batchSize(),
          structure.model().hidden());
    }
  }

  private PlanShare and(PlanShare other) {
    return new PlanShare(
        group, packs + other.packs, trials + other.trials, seconds + other.seconds);
  }

  /** Divides the whole plan into shares, the longest first. */
  public static List<PlanShare> of(SweepPlan plan, Forecast forecast) {
    Map<Group, PlanShare> shares = new LinkedHashMap<>();
    List<PlannedPack> packs = plan.expected();
    for (int i = 0; i < packs.size(); i++) {
      Pack pack = packs.get(i).pack();
      Group group = Group.of(pack);
      PlanShare share = new PlanShare(group, 1, pack.trials().size(), forecast.packs().get(i));
      shares.merge(group, share, PlanShare::and);
    }
    return shares.values().stream()
        .sorted(Comparator.comparingDouble(PlanShare::seconds).reversed())
        .toList();
  }
}
