package dev.geodesic.sweep.course;

import dev.geodesic.data.DataSet;
import dev.geodesic.halving.Contender;
import dev.geodesic.halving.Ladder;
import dev.geodesic.halving.Ladders;
import dev.geodesic.space.Halving;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.Packing;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.plan.PlannedSearch;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.sweep.task.PackReport;
import dev.geodesic.sweep.task.TrialEnd;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.Rung;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The climb of a sweep's trials up their ladders: which train to which rung, and who goes on. A
 * rung is decided when all its trials have reached it or were lost, so that the outcome does not
 * depend on who came first.
 */
public final class Climb implements FollowUp {
  private final Map<String, DataSet> data;
  private final PackSize packSize;
  private final RungKeeper keeper;
  private final Map<String, Climber> climbers;
  private final List<Race> races;
  private final Map<String, Race> raceOf = new HashMap<>();

  /**
   * The rungs of each race after the one that it is at, with the first configurations for the best.
   */
  private final Map<Race, List<ExpectedRung>> later = new LinkedHashMap<>();

  private final SweepPlan plan;
  private int stoppedTrials;

  /** Trials that train now, or have been given up. */
  private final Set<String> away = new HashSet<>();

  /**
   * Begins, or goes on with, the climb of a sweep.
   *
   * @param search what is tried
   * @param data by the name that the conf uses
   * @param keeper of the states
   * @param store of the results
   * @param earlier rows of the trials that earlier runs left
   */
  public static Climb of(
      SweepSpec sweep,
      Halving halving,
      PlannedSearch search,
      Map<String, DataSet> data,
      RungKeeper keeper,
      ResultStore store,
      List<Row> earlier)
      throws IOException {
    List<List<Trial>> trials = search.byConfiguration();
    Map<String, Climber> climbers = new LinkedHashMap<>();
    trials.stream()
        .flatMap(List::stream)
        .forEach(trial -> climbers.put(trial.id(), new Climber(trial)));
    new EarlierClimb(store, keeper).fill(climbers, earlier);
    List<Race> races =
        Ladders.of(halving, sweep.schedule(), search.space().configurations(), trials).stream()
            .map(ladder -> new Race(ladder, climbers))
            .toList();
    return new Climb(sweep.packSize(), data, keeper, climbers, races, search.space().duplicates());
  }

  private Climb(
      PackSize packSize,
      Map<String, DataSet> data,
      RungKeeper keeper,
      Map<String, Climber> climbers,
      List<Race> races,
      int duplicates) {
    this.packSize = packSize;
    this.data = data;
    this.keeper = keeper;
    this.climbers = climbers;
    this.races = races;
    for (Race race : races) {
      race.ladder().contenders().stream()
          .flatMap(contender -> contender.trials().stream())
          .forEach(trial -> raceOf.put(trial.id(), race));
    }
    List<PlannedPack> first = advance(races);
    first.addAll(firstRung());
    first.sort(SweepPlan.LONGEST_FIRST);
    List<Trial> all = climbers.values().stream().map(Climber::trial).toList();
    int left = (int) races.stream().flatMap(Race::left).count();
    this.plan = new SweepPlan(all, duplicates, all.size() - left, first, later());
    // The plan counts those that were stopped just now among the finished ones.
    stoppedTrials = 0;
  }

  /** Returns the packs of the rungs that nobody has begun to climb to. */
  private List<PlannedPack> later() {
    return later.values().stream()
        .flatMap(List::stream)
        .flatMap(rung -> rung.packs().stream())
        .toList();
  }

  /** What is left of every ladder, from the rung that is not decided on. */
  public synchronized List<ExpectedRung> ladder() {
    List<ExpectedRung> rungs = new ArrayList<>();
    for (Race race : races) {
      if (!race.isOver()) {
        rungs.add(expected(race, race.rung(), race.competing()));
        rungs.addAll(later.getOrDefault(race, List.of()));
      }
    }
    return rungs;
  }

  private List<ExpectedRung> laterRungs(Race race) {
    List<ExpectedRung> rungs = new ArrayList<>();
    List<Contender> competing = race.competing();
    for (int rung = race.rung() + 1; rung <= race.lastRung(); rung++) {
      competing = competing.subList(0, race.ladder().promoted(competing.size()));
      rungs.add(expected(race, rung, competing));
    }
    return List.copyOf(rungs);
  }

  private ExpectedRung expected(Race race, int rung, List<Contender> competing) {
    int from = race.steps(rung - 1);
    int to = race.steps(rung);
    List<Trial> trials =
        competing.stream()
            .flatMap(contender -> contender.trials().stream())
            .filter(trial -> !climber(trial.id()).isKnownAt(to))
            .toList();
    List<PlannedPack> packs =
        Packing.pack(trials, packSize).stream()
            .map(pack -> PlannedPack.of(new Leg(pack, from, to, null, List.of()), data))
            .toList();
    Ladder ladder = race.ladder();
    return new ExpectedRung(
        ladder.name(), ladder.bracket().number(), rung, competing.size(), from, to, packs);
  }

  /** The plan: all trials, and the packs with which the climb begins. */
  public SweepPlan plan() {
    return plan;
  }

  private Climber climber(String trial) {
    return Objects.requireNonNull(climbers.get(trial), trial);
  }

  @Override
  public synchronized List<PlannedPack> ended(Leg leg, PackReport report) {
    List<Trial> trials = leg.pack().trials();
    Set<Race> touched = new LinkedHashSet<>();
    for (int i = 0; i < trials.size(); i++) {
      String id = trials.get(i).id();
      ended(climber(id), leg, report.ends().get(i), report.states());
      Race race = Objects.requireNonNull(raceOf.get(id), id);
      race.ended(id);
      touched.add(race);
    }
    return advance(touched.stream().filter(Race::isDecidable).toList());
  }

  private void ended(Climber climber, Leg leg, TrialEnd end, Map<String, String> states) {
    String id = climber.trial().id();
    away.remove(id);
    String before = climber.state();
    if (end.status() instanceof TrialStatus.Diverged diverged) {
      climber.lost(diverged.step());
      climber.stored();
    } else if (end.status() instanceof TrialStatus.Unfinished) {
      climber.lost(leg.to());
    } else {
      climber.reached(leg.to());
      climber.measured(leg.to(), end.selectionLoss() == null ? Double.NaN : end.selectionLoss());
      String state = states.get(id);
      if (state == null) {
        climber.stored();
      } else {
        keeper.hold(state, id);
        climber.keptBy(state, leg.to());
        climber.goesOn();
      }
    }
    if (before != null && (climber.isStored() || !before.equals(climber.state()))) {
      keeper.release(before, id);
    }
  }

  /** Decides what can be decided of some races, and returns the packs that can train then. */
  private List<PlannedPack> advance(List<Race> some) {
    List<PlannedPack> packs = new ArrayList<>();
    for (Race race : some) {
      while (race.isDecidable()) {
        decide(race);
      }
      later.put(race, race.isOver() ? List.of() : laterRungs(race));
      if (!race.isOver() && race.rung() > 0) {
        packs.addAll(pack(race.entrants().stream().map(Climber::trial).toList(), Stream.of(race)));
      }
    }
    packs.sort(SweepPlan.LONGEST_FIRST);
    return packs;
  }

  /**
   * Packs what is left of the first rungs. Trials of several ladders share packs where that rung is
   * the same. Ladders that are beyond it count as well, so that trials are grouped in the same way
   * whether others have been trained before or not.
   */
  private List<PlannedPack> firstRung() {
    List<PlannedPack> packs = new ArrayList<>();
    races.stream()
        .collect(
            Collectors.groupingBy(
                race -> List.of(race.ladder().bracket().number(), race.steps(0)),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .forEach(
            alike ->
                packs.addAll(
                    pack(
                        alike.stream()
                            .flatMap(race -> race.ladder().contenders().stream())
                            .flatMap(contender -> contender.trials().stream())
                            .toList(),
                        alike.stream().filter(race -> !race.isOver() && race.rung() == 0))));
    return packs;
  }

  private void decide(Race race) {
    Rung place = race.place();
    List<Climber> stopped = race.decide();
    if (!stopped.isEmpty()) {
      keeper.store(stopped, place);
      stopped.forEach(Climber::stored);
      stoppedTrials += stopped.size();
    }
  }

  /**
   * Packs the trials that some races wait for.
   *
   * @param entrants all trials of their rung, waited for or not
   * @param waiting races, all at rungs of the same steps
   */
  private List<PlannedPack> pack(List<Trial> entrants, Stream<Race> waiting) {
    Set<String> missing = new HashSet<>();
    List<Race> at = waiting.toList();
    at.forEach(race -> missing.addAll(race.waiting()));
    missing.removeAll(away);
    if (missing.isEmpty()) {
      return List.of();
    }
    Race first = at.get(0);
    List<PlannedPack> packs = new ArrayList<>();
    for (Pack pack : Packing.pack(entrants, packSize)) {
      pack.trials().stream()
          .filter(trial -> missing.contains(trial.id()))
          .collect(
              Collectors.groupingBy(
                  trial -> climber(trial.id()).stateStep(),
                  LinkedHashMap::new,
                  Collectors.toList()))
          .forEach((from, trials) -> packs.add(planned(first, from, trials)));
    }
    away.addAll(missing);
    return packs;
  }

  private PlannedPack planned(Race race, int from, List<Trial> trials) {
    Set<String> sources =
        trials.stream()
            .map(trial -> climber(trial.id()).state())
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return PlannedPack.of(
        new Leg(new Pack(trials), from, race.steps(), race.place(), List.copyOf(sources)), data);
  }

  @Override
  public synchronized boolean isOver(Trial trial) {
    Race race = Objects.requireNonNull(raceOf.get(trial.id()), trial.id());
    return race.isOver() || !race.competes(trial.configurationId()) || climber(trial.id()).isLost();
  }

  @Override
  public synchronized Outlook outlook() {
    return new Outlook(
        later.values().stream().flatMap(List::stream).mapToDouble(ExpectedRung::cost).sum(), 0);
  }

  @Override
  public synchronized Climbing climbing() {
    SortedMap<Integer, Climbing.Field> fields = new TreeMap<>();
    for (Race race : races) {
      if (!race.isOver()) {
        fields.merge(race.steps(), race.field(), Climbing.Field::plus);
      }
    }
    return new Climbing(stoppedTrials, List.copyOf(fields.values()));
  }

  @Override
  public List<String> undecided() {
    return List.of();
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    keeper.finish();
  }

  @Override
  public synchronized List<TrialResult> waiting(String cause, Set<String> listed) {
    return races.stream()
        .filter(race -> !race.isOver())
        .flatMap(race -> race.entrants().stream().filter(one -> !one.isLostBy(race.steps())))
        .filter(one -> !one.isStored() && !listed.contains(one.trial().id()))
        .map(one -> waiting(one, cause))
        .toList();
  }

  private static TrialResult waiting(Climber climber, String cause) {
    String line =
        "waits at step %d for the others of its rung: %s".formatted(climber.stateStep(), cause);
    return new TrialResult(
        climber.trial(),
        new TrialStatus.Unfinished(FailureKind.NOT_RUN, line),
        null,
        List.of(),
        new Provenance("", 0, 0, 0, 0, null));
  }
}
