package dev.geodesic.sweep;

import dev.geodesic.space.Pack;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.task.AttemptFailure;
import dev.geodesic.sweep.task.PackReport;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records how the packs of a run ended, and why trials have no result. */
final class PackOutcomes {
  /** The run stops when this many consecutive packs have failed of one cause. */
  private static final int MOST_DEAD = 3;

  private final PackQueue queue;
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
   * Starts with no pack ended.
   *
   * @param queue of all packs
   * @param say receives a line for every attempt that fails
   */
  PackOutcomes(PackQueue queue, Consumer<String> say) {
    this.queue = queue;
    this.say = say;
  }

  /** Records that packs have ended, each with its report, in their order. */
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
      died(queue.get(number).pack(), status.trouble(), status.cause());
    }
  }

  /** Reports that a task of several packs failed; each of them is tried alone next. */
  void failed(Chunk chunk, AttemptFailure failure) {
    say.accept(
        "attempt 1 of %d at %s: %s; trying again, each alone"
            .formatted(PackJobs.MOST_ATTEMPTS, describe(chunk), failure.describe()));
  }

  /** Reports that an executor cannot open its device, so that packs go to others. */
  void shunned(AttemptFailure failure) {
    say.accept(
        "executor %s: %s; packs go to others while there are any"
            .formatted(failure.executor(), failure.describe()));
  }

  /** Describes a chunk in words. */
  String describe(Chunk chunk) {
    String first = queue.get(chunk.from()).leg().describe();
    return chunk.size() == 1
        ? first
        : "%d packs from this one on: %s".formatted(chunk.size(), first);
  }

  /** Records that an attempt at a pack failed, and whether it was the {@code last}. */
  synchronized void failed(int number, int attempt, AttemptFailure failure, boolean last) {
    Pack pack = queue.get(number).pack();
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

  /** Records that the run was stopped while these packs trained, or waited to. */
  synchronized void stopped(Chunk chunk, int attempt) {
    chunk.numbers().forEach(number -> stopped.put(number, attempt));
  }

  private void alive() {
    anyAlive = true;
    dead = 0;
    deadOf.clear();
    deadOptimizers.clear();
  }

  /** Machine failures are compared by their kind alone: their messages name hosts and processes. */
  private void died(Pack pack, FailureKind trouble, String cause) {
    if (trouble == FailureKind.OUT_OF_MEMORY) {
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
   * Whether to stop: consecutive packs gave no result for one cause, and either the machine is that
   * cause, or no pack has given any result and packs of every optimizer have failed.
   */
  synchronized boolean isHopeless() {
    return dead >= MOST_DEAD
        && deadOf.size() == 1
        && (machineIsDead || (!anyAlive && allOptimizersAreDead()));
  }

  /** The cause of the last failure of a pack, in one line. */
  synchronized String lastCause() {
    return lastCause;
  }

  private boolean allOptimizersAreDead() {
    return queue.all().stream()
        .allMatch(planned -> deadOptimizers.contains(planned.pack().structure().optimizer()));
  }

  /** The number of packs that were to train. */
  int packs() {
    return queue.all().size();
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
   * Returns every trial of the plan that has no result.
   *
   * @param cause why trials that were never begun did not run
   * @param interrupted status of trials that were training when the run stopped
   */
  synchronized List<TrialResult> unfinished(String cause, Unfinished interrupted) {
    List<PlannedPack> packs = queue.all();
    for (int number = 0; number < packs.size(); number++) {
      if (known.add(number)) {
        Integer attempt = stopped.get(number);
        add(
            packs.get(number).pack(),
            attempt == null ? new Unfinished(FailureKind.NOT_RUN, cause) : interrupted,
            attempt == null ? 0 : attempt,
            null);
      }
    }
    return List.copyOf(unfinished);
  }

  private void add(Pack pack, Unfinished status, int attempt, @Nullable Place place) {
    Provenance provenance = new Provenance(pack.id(), pack.trials().size(), 0, attempt, 0, place);
    pack.trials()
        .forEach(
            trial -> unfinished.add(new TrialResult(trial, status, null, List.of(), provenance)));
  }
}
