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
 * The pack in which a stored trial trained, put together again: only in the same pack, in the same
 * order, is a trial sure to get the same bits.
 *
 * @param ids of its trials, as they were stored
 * @param pack the trials, in the order of {@code ids}
 * @param to step to which it trained
 * @param isProven whether the stored id of the pack proves the order
 */
public record StoredPack(List<String> ids, Pack pack, int to, boolean isProven) {
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
   * Puts together the pack that trained with a trial, or the part of it that trained together after
   * it was halved for lack of memory.
   *
   * @param trial one of {@code stored}
   * @param stored all trials of its pack that the results hold
   * @param sweeps the known sweeps of the runs; they give what merged results lack, the order of a
   *     pack and the trials that did not end
   * @throws RequestException if trials of the pack are missing
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
    if (trial.climbed() || StoredTrial.isConfirmation(trial.row())) {
      // It trained in several packs, or in one that no conf tells. On a processor its bits do not
      // depend on them.
      StoredPack alone = of(List.of(trial.id()), specs, schedule, fingerprint, true);
      int to = trial.stoppedAt().orElse(schedule.steps());
      return new StoredPack(alone.ids(), alone.pack(), to, true);
    }
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

  /** The ids that these parameters have now; they differ from {@link #ids} if anything changed. */
  public List<String> idsNow() {
    return pack.trials().stream().map(Trial::id).toList();
  }

  /** The data that the pack trained on, with the place where they lay then. */
  public DataSpec data() {
    return pack.structure().data();
  }

  /** Returns the packs of a sweep that hold such trials, each whole and without unended trials. */
  private static Stream<List<String>> candidates(
      SweepSpec sweep, String fingerprint, List<String> ended) {
    // Earlier versions made packs of the fixed size MOST where the user did not set one.
    return Stream.of(sweep.packSize(), new PackSize.Fixed(PackSize.MOST))
        .flatMap(size -> Packing.pack(trials(sweep, fingerprint), size).stream())
        .map(pack -> pack.trials().stream().map(Trial::id).toList())
        .filter(ids -> ended.stream().anyMatch(ids::contains))
        .flatMap(ids -> Stream.of(ids, ids.stream().filter(ended::contains).toList()));
  }

  private static List<Trial> trials(SweepSpec sweep, String fingerprint) {
    return Trial.all(SearchSpace.of(sweep).trials(), fingerprint);
  }

  /** Returns the part of a pack with a trial after halvings as {@link Isolation} makes them. */
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
    return new StoredPack(ids, Pack.of(trials, fingerprint), schedule.steps(), isProven);
  }
}
