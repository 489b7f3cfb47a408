package dev.geodesic.sweep.plan;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.space.Packing;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.trial.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The work that is left of a sweep.
 *
 * @param trials of the whole sweep
 * @param duplicates trials that the conf spells more than once
 * @param finished trials that the store holds already
 * @param packs the missing trials, longest pack first, so that all slots end at about the same
 *     time; of a halving, those of the lowest rungs that are not decided
 * @param later packs that are expected to follow on them
 */
public record SweepPlan(
    List<Trial> trials,
    int duplicates,
    int finished,
    List<PlannedPack> packs,
    List<PlannedPack> later) {
  /** The order of packs: those first from which most is left to do, by the longest way. */
  public static final Comparator<PlannedPack> LONGEST_FIRST =
      Comparator.comparingDouble(PlannedPack::costToEnd).reversed();

  /**
   * Plans a sweep in which every trial trains to its end. Packs are formed from all trials, done or
   * not, so that a resumed sweep trains the rest in the packs of the undisturbed one.
   *
   * @param data by the name that the conf uses
   * @param finished ids of the trials that the store holds
   */
  public static SweepPlan of(SweepSpec sweep, Map<String, DataSet> data, Set<String> finished) {
    return of(sweep, PlannedSearch.of(sweep, data), data, finished);
  }

  /** Returns the plan of a sweep that tries {@code search}. */
  public static SweepPlan of(
      SweepSpec sweep, PlannedSearch search, Map<String, DataSet> data, Set<String> finished) {
    List<Trial> trials = search.trials();
    List<PlannedPack> packs =
        Packing.pack(trials, sweep.packSize()).stream()
            .map(pack -> missing(pack, finished))
            .filter(missing -> !missing.isEmpty())
            .map(missing -> PlannedPack.of(Leg.whole(new Pack(missing)), data))
            .sorted(LONGEST_FIRST)
            .toList();
    int left = packs.stream().mapToInt(planned -> planned.pack().trials().size()).sum();
    return new SweepPlan(
        trials, search.space().duplicates(), trials.size() - left, packs, List.of());
  }

  /** All packs that are left to train, as far as that can be told. */
  public List<PlannedPack> expected() {
    return Stream.concat(packs.stream(), later.stream()).toList();
  }

  /** The number of trials still to train, of those that are known. */
  public int missing() {
    return trials.size() - finished;
  }

  /** The number of trials expected to train that are to be chosen first. */
  public int toChoose() {
    return later.stream()
        .flatMap(planned -> planned.pack().trials().stream())
        .mapToInt(trial -> trial.confirms() ? 1 : 0)
        .sum();
  }

  /** Describes the plan in one line. */
  public String describe(Slots slots) {
    return "%s%s; %,d done already, %,d to train in %s on %s (%s)%s"
        .formatted(
            count(trials.size(), "trial"),
            duplicates == 0 ? "" : " (%s dropped)".formatted(count(duplicates, "duplicate")),
            finished,
            missing(),
            count(packs.size(), "pack")
                + (laterLegs() == 0
                    ? ""
                    : " to their first rung, %,d later".formatted(laterLegs())),
            count(slots.count(), "slot"),
            slots.limit(),
            toChoose() == 0
                ? ""
                : "; then %s to confirm the best".formatted(count(toChoose(), "trial")));
  }

  /** The number of packs that are expected to train trials further. */
  private int laterLegs() {
    return (int)
        later.stream().filter(planned -> !planned.pack().trials().get(0).confirms()).count();
  }

  private static String count(int number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private static List<Trial> missing(Pack pack, Set<String> finished) {
    return pack.trials().stream().filter(trial -> !finished.contains(trial.id())).toList();
  }
}
