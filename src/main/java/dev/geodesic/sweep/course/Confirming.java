package dev.geodesic.sweep.course;

import dev.geodesic.data.DataSet;
import dev.geodesic.halving.Contender;
import dev.geodesic.space.Confirmation;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.Packing;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.sweep.task.PackReport;
import dev.geodesic.sweep.task.TrialEnd;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Has the best configurations of each optimizer on each problem train on fresh seeds, as soon as
 * the search of that optimizer on that problem is over.
 */
final class Confirming implements FollowUp {
  private final FollowUp search;
  private final PackSize packSize;
  private final Map<String, DataSet> data;
  private final Set<String> finished;
  private final Map<Rivals, Contest> contests = new LinkedHashMap<>();
  private final Map<String, Contest> contestOf = new HashMap<>();

  /** The packs that are expected of contests that are not decided. */
  private final Map<Contest, List<PlannedPack>> expected = new LinkedHashMap<>();

  private final SweepPlan plan;

  /** Configurations of which the best are chosen. */
  private record Rivals(Problem problem, String optimizer) {}

  /**
   * Begins, or goes on.
   *
   * @param search what is planned of the search
   * @param followUp of the search
   * @param data by the name that the conf uses
   * @param earlier rows of the trials that earlier runs left
   * @param finished ids of the trials that have a result
   */
  Confirming(
      Confirmation confirmation,
      SweepPlan search,
      FollowUp followUp,
      PackSize packSize,
      Map<String, DataSet> data,
      List<Row> earlier,
      Set<String> finished) {
    this.search = followUp;
    this.packSize = packSize;
    this.data = data;
    this.finished = finished;
    Map<String, List<Trial>> configurations = new LinkedHashMap<>();
    for (Trial trial : search.trials()) {
      configurations.computeIfAbsent(trial.configurationId(), id -> new ArrayList<>()).add(trial);
    }
    configurations.forEach(
        (id, trials) -> {
          Rivals rivals =
              new Rivals(trials.get(0).problem(), trials.get(0).spec().optimizer().name());
          Contest contest = contests.computeIfAbsent(rivals, key -> new Contest(confirmation));
          contest.add(new Contender(id, trials));
          trials.forEach(trial -> contestOf.put(trial.id(), contest));
        });
    earlier.forEach(this::endedBefore);
    contests.values().forEach(contest -> expected.put(contest, expected(contest)));
    Chosen chosen = decide(contests.values());
    this.plan =
        new SweepPlan(
            Stream.concat(search.trials().stream(), chosen.trials.stream()).toList(),
            search.duplicates(),
            search.finished() + chosen.trials.size() - chosen.missing(),
            Stream.concat(search.packs().stream(), chosen.packs.stream())
                .sorted(SweepPlan.LONGEST_FIRST)
                .toList(),
            Stream.concat(search.later().stream(), expected.values().stream().flatMap(List::stream))
                .toList());
  }

  private void endedBefore(Row row) {
    Contest contest = contestOf.get(row.<String>getAs("trial_id"));
    if (contest == null) {
      return;
    }
    switch (row.<String>getAs(TrialColumns.STATUS.name())) {
      case "COMPLETED" -> {
        Double loss = StoredTrial.selectionLoss(row);
        contest.ended(row.getAs("trial_id"), loss == null ? Double.NaN : loss);
      }
      case "DIVERGED" -> contest.ended(row.getAs("trial_id"), Double.NaN);
      default -> {
        // It may train on.
      }
    }
  }

  private List<PlannedPack> expected(Contest contest) {
    return contest.expected(packSize).stream().map(leg -> PlannedPack.of(leg, data)).toList();
  }

  /** The plan: all trials that are known, and the packs with which the sweep begins. */
  SweepPlan plan() {
    return plan;
  }

  @Override
  public synchronized List<PlannedPack> ended(Leg leg, PackReport report) {
    List<Trial> trials = leg.pack().trials();
    if (trials.get(0).confirms()) {
      return List.of();
    }
    List<PlannedPack> more = new ArrayList<>(search.ended(leg, report));
    Set<Contest> touched = new LinkedHashSet<>();
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      Contest contest = Objects.requireNonNull(contestOf.get(trial.id()), trial.id());
      touched.add(contest);
      ended(contest, trial, report.ends().get(i));
    }
    more.addAll(decide(touched).packs);
    more.sort(SweepPlan.LONGEST_FIRST);
    return more;
  }

  private static void ended(Contest contest, Trial trial, TrialEnd end) {
    if (!(end.status() instanceof TrialStatus.Stopped)) {
      Double loss = end.selectionLoss();
      contest.ended(trial.id(), loss == null ? Double.NaN : loss);
    }
  }

  /** Trials that were chosen, and the packs of those of them that have no result. */
  private record Chosen(List<Trial> trials, List<PlannedPack> packs) {
    int missing() {
      return packs.stream().mapToInt(planned -> planned.pack().trials().size()).sum();
    }
  }

  private Chosen decide(Collection<Contest> some) {
    List<Trial> trials = new ArrayList<>();
    List<PlannedPack> packs = new ArrayList<>();
    for (Contest contest : some) {
      if (contest.isDecidable(search::isOver)) {
        List<Trial> chosen = contest.decide();
        expected.put(contest, List.of());
        trials.addAll(chosen);
        packs.addAll(packed(chosen));
      }
    }
    return new Chosen(trials, packs);
  }

  private List<PlannedPack> packed(List<Trial> trials) {
    return Packing.pack(trials, packSize).stream()
        .map(
            pack -> pack.trials().stream().filter(trial -> !finished.contains(trial.id())).toList())
        .filter(missing -> !missing.isEmpty())
        .map(missing -> PlannedPack.of(Leg.whole(new Pack(missing)), data))
        .toList();
  }

  @Override
  public boolean isOver(Trial trial) {
    return search.isOver(trial);
  }

  @Override
  public List<TrialResult> waiting(String cause, Set<String> listed) {
    return search.waiting(cause, listed);
  }

  @Override
  public synchronized Outlook outlook() {
    List<PlannedPack> packs = expected.values().stream().flatMap(List::stream).toList();
    return new Outlook(
        search.outlook().cost() + packs.stream().mapToDouble(PlannedPack::cost).sum(),
        packs.stream().mapToInt(planned -> planned.pack().trials().size()).sum());
  }

  @Override
  public Climbing climbing() {
    return search.climbing();
  }

  @Override
  public synchronized List<String> undecided() {
    List<Problem> problems = contests.keySet().stream().map(Rivals::problem).toList();
    List<String> differing = Problem.differing(problems);
    List<String> lines = new ArrayList<>();
    contests.forEach(
        (rivals, contest) -> {
          if (!contest.isDecided()) {
            String problem = rivals.problem().describe(differing);
            lines.add(
                "not confirmed: %s%s, as %,d trials of its search have no result yet"
                    .formatted(
                        rivals.optimizer(),
                        problem.isEmpty() ? "" : " at " + problem,
                        contest.open(search::isOver)));
          }
        });
    return lines;
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    search.finish();
  }
}
