package dev.geodesic.sweep.reproduce;

import dev.geodesic.space.Pack;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.Packing;
import dev.geodesic.space.SearchSpace;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.sweep.task.Isolation;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The trials that trained fused with one of the results, put together again: only in the same pack,
 * in the same order, is a trial sure to have the same bits.
 *
 * @param ids of its trials, as they were stored
 * @param pack the trials, in the order of {@code ids}
 * @param isProven whether the order is that of the pack's identity
 */
public record StoredPack(List<String> ids, Pack pack, boolean isProven) {
  public StoredPack {
    ids = List.copyOf(ids);
  }

  /**
   * A trial of the results, and what it asked for.
   *
   * @param spec read from its parameters
   */
  public record Asked(StoredTrial stored, TrialSpec spec) {}

  /**
   * Puts together what trained with a trial: all its pack, or the part that was left of it when it
   * was halved for lack of memory.
   *
   * @param trial one of {@code stored}
   * @param stored all trials of its pack that the results hold
   * @param sweeps what the runs were asked for, as far as that is known: merged results have
   *     forgotten the order of a pack, and trials that did not end are not among them
   * @throws RequestException if trials are missing that trained with it
   */
  public static StoredPack of(StoredTrial trial, List<Asked> stored, List<SweepSpec> sweeps) {
    Map<String, TrialSpec> specs = new LinkedHashMap<>();
    stored.forEach(asked -> specs.put(asked.stored().id(), asked.spec()));
    Schedule schedule =
        ShownSchedule.of(
            Objects.requireNonNull(specs.get(trial.id())).schedule(),
            stored.stream().map(Asked::stored).toList());
    Provenance provenance = trial.provenance();
    String fingerprint = trial.dataFingerprint();
    if (provenance.packTrials() == 1) {
      return of(List.of(trial.id()), specs, schedule, fingerprint, true);
    }
    List<String> inFile = List.copyOf(specs.keySet());
    for (SweepSpec sweep : sweeps) {
      trials(sweep, fingerprint).forEach(t -> specs.putIfAbsent(t.id(), t.spec()));
    }
    return Stream.concat(
            Stream.of(inFile),
            sweeps.stream().flatMap(sweep -> candidates(sweep, fingerprint, inFile)))
        .filter(ids -> Pack.idOf(ids).equals(provenance.packId()))
        .findFirst()
        .map(
            ids ->
                of(
                    part(ids, trial.id(), provenance.halvings()),
                    specs,
                    schedule,
                    fingerprint,
                    true))
        .orElseGet(() -> unproven(inFile, provenance, specs, schedule, fingerprint));
  }

  /** Ids that these parameters have now; others than {@link #ids} if anything has changed. */
  public List<String> idsNow() {
    return pack.trials().stream().map(Trial::id).toList();
  }

  /** What it trained on, with the place where the data lay. */
  public DataSpec data() {
    return pack.structure().data();
  }

  /** The pack of a sweep that holds such trials: whole, and those of it that ended. */
  private static Stream<List<String>> candidates(
      SweepSpec sweep, String fingerprint, List<String> ended) {
    // Before they followed from the sweep, packs were of so many where the user did not say.
    return Stream.of(sweep.packSize(), new PackSize.Fixed(PackSize.MOST))
        .flatMap(size -> Packing.pack(trials(sweep, fingerprint), size).stream())
        .map(pack -> pack.trials().stream().map(Trial::id).toList())
        .filter(ids -> ended.stream().anyMatch(ids::contains))
        .flatMap(ids -> Stream.of(ids, ids.stream().filter(ended::contains).toList()));
  }

  private static List<Trial> trials(SweepSpec sweep, String fingerprint) {
    return Trial.all(SearchSpace.of(sweep).trials(), fingerprint);
  }

  /** As {@link Isolation} halves. */
  private static List<String> part(List<String> pack, String trial, int halvings) {
    List<String> part = pack;
    for (int halving = 0; halving < halvings; halving++) {
      int half = part.size() / 2;
      List<String> first = part.subList(0, half);
      part = first.contains(trial) ? first : part.subList(half, part.size());
    }
    return part;
  }

  private static StoredPack unproven(
      List<String> inFile,
      Provenance then,
      Map<String, TrialSpec> specs,
      Schedule schedule,
      String fingerprint) {
    if (inFile.size() != then.packTrials()) {
      throw new RequestException(
          ("Cannot put pack %s together again, of which %,d trials trained fused: the results hold"
                  + " %,d of it, and no manifest tells their order; name a trial of another pack")
              .formatted(then.packId(), then.packTrials(), inFile.size()));
    }
    return of(inFile, specs, schedule, fingerprint, false);
  }

  private static StoredPack of(
      List<String> ids,
      Map<String, TrialSpec> specs,
      Schedule schedule,
      String fingerprint,
      boolean isProven) {
    List<TrialSpec> trials = new ArrayList<>();
    for (String id : ids) {
      TrialSpec spec = Objects.requireNonNull(specs.get(id), id);
      trials.add(new TrialSpec(spec.data(), spec.model(), spec.optimizer(), schedule, spec.seed()));
    }
    return new StoredPack(ids, Pack.of(trials, fingerprint), isProven);
  }
}
