package dev.geodesic.sweep.plan;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.space.Packing;
import dev.geodesic.space.SearchSpace;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The work that is left of a sweep.
 *
 * @param trials of the whole sweep
 * @param duplicates combinations that the conf spells more than once
 * @param finished trials that the store holds already
 * @param packs the missing trials, longest pack first, so that all slots end at about the same time
 */
public record SweepPlan(List<Trial> trials, int duplicates, int finished, List<PlannedPack> packs) {

  /**
   * A pack and its predicted cost.
   *
   * @param cost in floating-point operations, good for comparing packs
   */
  public record PlannedPack(Pack pack, double cost) {
    /** The seconds that the pack takes on a core of nominal speed. */
    public double nominalSeconds() {
      return cost / CostModel.NOMINAL_SPEED;
    }
  }

  /**
   * Plans a sweep. Packs are formed from all trials, done or not, so that a resumed sweep trains
   * the rest in the packs of the undisturbed one.
   *
   * @param data by the name that the conf uses
   * @param finished ids of the trials that the store holds
   */
  public static SweepPlan of(SweepSpec sweep, Map<String, DataSet> data, Set<String> finished) {
    SearchSpace space = SearchSpace.of(sweep);
    List<Trial> trials =
        space.trials().stream()
            .map(spec -> Trial.of(spec, dataOf(spec.data(), data).fingerprint()))
            .toList();
    List<PlannedPack> packs =
        Packing.pack(trials, sweep.packSize()).stream()
            .map(pack -> missing(pack, finished))
            .filter(missing -> !missing.isEmpty())
            .map(Pack::new)
            .map(
                pack ->
                    new PlannedPack(
                        pack, CostModel.flops(pack, dataOf(pack.structure().data(), data))))
            .sorted(Comparator.comparingDouble(PlannedPack::cost).reversed())
            .toList();
    int left = packs.stream().mapToInt(planned -> planned.pack().trials().size()).sum();
    return new SweepPlan(trials, space.duplicates(), trials.size() - left, packs);
  }

  /** The number of trials still to train. */
  public int missing() {
    return trials.size() - finished;
  }

  /** Describes the plan in one line. */
  public String describe(Slots slots) {
    return "%s%s; %,d done already, %,d to train in %s on %s (%s)"
        .formatted(
            count(trials.size(), "trial"),
            duplicates == 0 ? "" : " (%s dropped)".formatted(count(duplicates, "duplicate")),
            finished,
            missing(),
            count(packs.size(), "pack"),
            count(slots.count(), "slot"),
            slots.limit());
  }

  private static String count(int number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private static List<Trial> missing(Pack pack, Set<String> finished) {
    return pack.trials().stream().filter(trial -> !finished.contains(trial.id())).toList();
  }

  private static DataSet dataOf(DataSpec spec, Map<String, DataSet> data) {
    return Objects.requireNonNull(data.get(spec.dataset()), spec.dataset());
  }
}
