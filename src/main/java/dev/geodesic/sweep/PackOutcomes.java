package dev.geodesic.sweep;

import dev.geodesic.space.Pack;
import dev.geodesic.sweep.plan.SweepPlan.PlannedPack;
import dev.geodesic.sweep.task.AttemptFailure;
import dev.geodesic.sweep.task.PackReport;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus.Unfinished;
import dev.geodesic.trial.Trouble;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How the packs of a run ended, and what is known of the trials that have no result. */
final class PackOutcomes {
  /** Consecutive packs that may fail of one cause before the run stops. */
  private static final int MOST_DEAD = 3;

  private final List<PlannedPack> packs;
  private final Consumer<String> say;
  private final List<TrialResult> unfinished = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final Set<Integer> known = new HashSet<>();
  private final Map<Integer, Integer> stopped = new HashMap<>();
  private final Set<String> deadOf = new HashSet<>();
  private final Set<String> deadOptimizers = new HashSet<>();
  private int dead;
  private boolean anyAlive;
  private boolean machineIsDead;
  private String lastCause = "";
  private double busySeconds;

  /**
   * None has ended yet.
   *
   * @param say receives a line for every attempt that fails
   */
  PackOutcomes(List<PlannedPack> packs, Consumer<String> say) {
    this.packs = packs;
    this.say = say;
  }

  /** Packs have ended, each with its report, in their order. */
  synchronized void ended(Chunk chunk, List<PackReport> reports) {
    for (int i = 0; i < chunk.size(); i++) {
      ended(chunk.from() + i, reports.get(i));
    }
  }

  private void ended(int number, PackReport report) {
    known.add(number);
    unfinished.addAll(report.unfinished());
    busySeconds += report.seconds();
    if (report.unfinished().size() < report.ends().size()) {
      alive();
    } else {
      Unfinished status = (Unfinished) report.unfinished().get(0).status();
      died(packs.get(number).pack(), status.trouble(), status.cause());
    }
  }

  /** A task of several packs failed; each is tried alone next. */
  void failed(Chunk chunk, AttemptFailure failure) {
    say.accept(
        "attempt 1 of %d at %s: %s; trying again, each alone"
            .formatted(PackJobs.MOST_ATTEMPTS, describe(chunk), failure.describe()));
  }

  /** In words. */
  String describe(Chunk chunk) {
    String first = packs.get(chunk.from()).pack().describe();
    return chunk.size() == 1
        ? first
        : "%d packs from this one on: %s".formatted(chunk.size(), first);
  }

  /** An attempt failed, the {@code last} or not. */
  synchronized void failed(int number, int attempt, AttemptFailure failure, boolean last) {
    Pack pack = packs.get(number).pack();
    String line = "%s: %s".formatted(pack.describe(), failure.describe());
    if (!last) {
      say.accept(
          "attempt %d of %d at %s; trying again".formatted(attempt, PackJobs.MOST_ATTEMPTS, line));
      return;
    }
    known.add(number);
    lost.add(line);
    add(pack, new Unfinished(failure.trouble(), failure.cause()), attempt, failure.place());
    died(pack, failure.trouble(), failure.cause());
  }

  /** The run was stopped while these packs trained, or waited to. */
  synchronized void stopped(Chunk chunk, int attempt) {
    chunk.numbers().forEach(number -> stopped.put(number, attempt));
  }

  private void alive() {
    anyAlive = true;
    dead = 0;
    deadOf.clear();
    deadOptimizers.clear();
  }

  /** Trouble with the machine is told by its class: its words name hosts and processes. */
  private void died(Pack pack, Trouble trouble, String cause) {
    if (trouble == Trouble.OUT_OF_MEMORY) {
      // The longest packs come first, and want most memory: those after them may well have enough.
      alive();
      return;
    }
    dead++;
    lastCause = "%s: %s".formatted(trouble, cause);
    deadOf.add(trouble.isOfTheMachine() ? trouble.name() : cause);
    deadOptimizers.add(pack.structure().optimizer());
    machineIsDead = trouble.isOfTheMachine();
  }

  /**
   * Whether to stop: consecutive packs came to nothing for one cause, and it is the machine's, or
   * no pack has come to anything yet and no optimizer is left that might fare better.
   */
  synchronized boolean isHopeless() {
    return dead >= MOST_DEAD
        && deadOf.size() == 1
        && (machineIsDead || (!anyAlive && allOptimizersAreDead()));
  }

  /** What the last pack failed of that came to nothing. */
  synchronized String lastCause() {
    return lastCause;
  }

  private boolean allOptimizersAreDead() {
    return packs.stream()
        .allMatch(planned -> deadOptimizers.contains(planned.pack().structure().optimizer()));
  }

  /** How many there are. */
  int packs() {
    return packs.size();
  }

  /** A line for each pack that could not be run. */
  synchronized List<String> lost() {
    return List.copyOf(lost);
  }

  /** Seconds that slots were busy with packs that ended. */
  synchronized double busySeconds() {
    return busySeconds;
  }

  /**
   * Every trial of the plan that has no result.
   *
   * @param cause why those did not run that were never begun
   * @param interrupted what is to be said of those that were training then
   */
  synchronized List<TrialResult> unfinished(String cause, Unfinished interrupted) {
    for (int number = 0; number < packs.size(); number++) {
      if (known.add(number)) {
        Integer attempt = stopped.get(number);
        add(
            packs.get(number).pack(),
            attempt == null ? new Unfinished(Trouble.NOT_RUN, cause) : interrupted,
            attempt == null ? 0 : attempt,
            null);
      }
    }
    return List.copyOf(unfinished);
  }

  private void add(Pack pack, Unfinished status, int attempt, @Nullable Place place) {
    Provenance provenance = new Provenance(pack.id(), pack.trials().size(), 0, attempt, 0, place);
    pack.trials()
        .forEach(trial -> unfinished.add(new TrialResult(trial, status, List.of(), provenance)));
  }
}
