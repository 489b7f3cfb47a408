package dev.geodesic.sweep.plan;

import dev.geodesic.space.Pack;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What packs that a reader tells apart take of a plan.
 *
 * @param group what they share
 * @param packs how many they are
 * @param trials in them
 * @param seconds that they keep their slots, estimated
 */
public record PlanShare(Group group, int packs, int trials, double seconds) {
  /**
   * Packs of one optimizer on one problem.
   *
   * @param optimizer its name
   * @param side of the images in pixels, 0 as they are
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

  /** The whole plan, what takes longest first. */
  public static List<PlanShare> of(SweepPlan plan, Forecast forecast) {
    Map<Group, PlanShare> shares = new LinkedHashMap<>();
    for (int i = 0; i < plan.packs().size(); i++) {
      Pack pack = plan.packs().get(i).pack();
      Group group = Group.of(pack);
      PlanShare share = new PlanShare(group, 1, pack.trials().size(), forecast.packs().get(i));
      shares.merge(group, share, PlanShare::and);
    }
    return shares.values().stream()
        .sorted(Comparator.comparingDouble(PlanShare::seconds).reversed())
        .toList();
  }
}
