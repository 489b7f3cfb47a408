package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.Pack;
import dev.geodesic.sweep.Progress.Snapshot;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.sweep.task.PackReport;
import dev.geodesic.sweep.task.TrialEnd;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialStatus;
import dev.geodesic.trial.TrialStatus.Completed;
import dev.geodesic.trial.TrialStatus.Diverged;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Pack 0: four trials of 100 steps at cost 30; pack 1: one trial at cost 10. */
class ProgressTest {
  private static final PlannedPack LARGE = PlannedPack.whole(pack(0.1, 0.2, 0.3, 0.4), 30);
  private static final PlannedPack SMALL = PlannedPack.whole(pack(0.5), 10);

  private final Progress progress = new Progress(plan(LARGE, SMALL));

  private static Pack pack(double... rates) {
    Sgd[] optimizers = java.util.Arrays.stream(rates).mapToObj(Specs::sgd).toArray(Sgd[]::new);
    return Sweeps.pack(Sweeps.data("mnist", 14, 16), Specs.schedule(100, 10, 100), optimizers);
  }

  private static SweepPlan plan(PlannedPack... packs) {
    List<Trial> trials =
        java.util.Arrays.stream(packs).flatMap(p -> p.pack().trials().stream()).toList();
    return new SweepPlan(trials, 0, 0, List.of(packs), List.of());
  }

  private static PackReport report(long steps, TrialStatus... statuses) {
    List<TrialEnd> ends =
        java.util.Arrays.stream(statuses)
            .map(status -> new TrialEnd("any", status, null, null))
            .toList();
    return new PackReport("pack", Map.of(), ends, List.of(), steps, 0, 1);
  }

  private void assertAt(double seconds, Snapshot expected) {
    assertThat(progress.snapshot(seconds)).isEqualTo(expected);
  }

  @Test
  void nothingIsKnownBeforeTheFirstHeartbeat() {
    assertAt(0, new Snapshot(5, 0, 0, 0, 0, 0, Double.NaN, List.of()));
    progress.taskStarted(Chunk.alone(0));
    assertAt(2, new Snapshot(5, 0, 4, 0, 0, 0, Double.NaN, List.of()));
  }

  @Test
  void aRunningPackCountsByTheStepsBehindIt() {
    progress.taskStarted(Chunk.alone(0));
    progress.heartbeat(Chunk.alone(0), new Progress.Counts(100, 0, 0));
    // A quarter of 30 is done, 32.5 are left.
    assertAt(15, new Snapshot(5, 0, 4, 0, 0, 100 / 15.0, 15 * 32.5 / 7.5, List.of()));
    progress.taskStarted(Chunk.alone(1));
    progress.heartbeat(Chunk.alone(0), new Progress.Counts(200, 0, 0));
    progress.heartbeat(Chunk.alone(1), new Progress.Counts(50, 0, 0));
    assertAt(20, new Snapshot(5, 0, 5, 0, 0, 12.5, 20, List.of()));
  }

  @Test
  void divergedTrialsTakeNoFurtherSteps() {
    progress.taskStarted(Chunk.alone(0));
    progress.heartbeat(Chunk.alone(0), new Progress.Counts(100, 0, 2));
    // Half of the 200 steps that two trials take.
    assertAt(15, new Snapshot(5, 0, 2, 2, 0, 100 / 15.0, 25, List.of()));
    progress.heartbeat(Chunk.alone(0), new Progress.Counts(100, 0, 4));
    assertAt(15, new Snapshot(5, 0, 0, 4, 0, 100 / 15.0, 5, List.of()));
  }

  @Test
  void committedPacksCountByWhatTheyReport() {
    progress.taskStarted(Chunk.alone(0));
    progress.heartbeat(Chunk.alone(0), new Progress.Counts(350, 0, 1));
    progress.taskEnded(Chunk.alone(0));
    progress.committed(
        Chunk.alone(0),
        List.of(
            report(
                310,
                new Completed(),
                new Completed(),
                new Diverged(10, 1e9),
                new Unfinished(FailureKind.FAILED_CONFIG, "cause"))));
    assertAt(30, new Snapshot(5, 4, 0, 1, 1, 310 / 30.0, 10, List.of()));
    progress.committed(Chunk.alone(1), List.of(report(100, new Completed())));
    assertAt(41, new Snapshot(5, 5, 0, 1, 1, 10, 0, List.of()));
  }

  /** A quarter of pack 0 had been trained by the run before, a quarter is trained in this one. */
  @Test
  void whatWasResumedIsNoWorkOfThisRun() {
    progress.taskStarted(Chunk.alone(0));
    progress.heartbeat(Chunk.alone(0), new Progress.Counts(100, 100, 0));
    assertAt(1, new Snapshot(5, 0, 4, 0, 0, 0, Double.NaN, List.of()));
    progress.heartbeat(Chunk.alone(0), new Progress.Counts(200, 100, 0));
    assertAt(15, new Snapshot(5, 0, 4, 0, 0, 100 / 15.0, 15 * 25 / 7.5, List.of()));
    TrialEnd end = new TrialEnd("any", new Completed(), null, null);
    progress.committed(
        Chunk.alone(0),
        List.of(
            new PackReport("pack", Map.of(), Collections.nCopies(4, end), List.of(), 400, 100, 1)));
    assertAt(45, new Snapshot(5, 4, 0, 0, 0, 300 / 45.0, 45 * 10 / 22.5, List.of()));
  }

  /** Events of tasks come by Spark's listener bus, reports by the job: in either order. */
  @Test
  void lateEventsDoNotBringAPackBack() {
    progress.committed(Chunk.alone(1), List.of(report(100, new Completed())));
    Snapshot before = progress.snapshot(10);
    progress.taskStarted(Chunk.alone(1));
    progress.heartbeat(Chunk.alone(1), new Progress.Counts(90, 0, 0));
    assertAt(10, before);
    progress.taskEnded(Chunk.alone(1));
    assertAt(10, before);
    progress.heartbeat(Chunk.alone(0), new Progress.Counts(90, 0, 0));
    assertAt(10, before);
  }

  /** Both packs in one task: 500 trial-steps at cost 40. */
  @Test
  void aTaskOfSeveralPacksCountsAsOne() {
    Chunk both = new Chunk(0, 2);
    progress.taskStarted(both);
    progress.heartbeat(both, new Progress.Counts(100, 0, 0));
    assertAt(10, new Snapshot(5, 0, 5, 0, 0, 10, 40, List.of()));
    progress.heartbeat(both, new Progress.Counts(100, 0, 1));
    // A quarter of the 400 steps that four trials take.
    assertAt(10, new Snapshot(5, 0, 4, 1, 0, 10, 30, List.of()));
    progress.committed(
        both,
        List.of(
            report(400, Collections.nCopies(4, new Completed()).toArray(TrialStatus[]::new)),
            report(100, new Completed())));
    assertAt(50, new Snapshot(5, 5, 0, 0, 0, 10, 0, List.of()));
  }

  /** It failed, and each of its packs is tried alone. */
  @Test
  void packsOfATaskThatFailedStartAgainAlone() {
    progress.taskStarted(new Chunk(0, 2));
    progress.heartbeat(new Chunk(0, 2), new Progress.Counts(100, 0, 0));
    progress.taskEnded(new Chunk(0, 2));
    assertAt(10, new Snapshot(5, 0, 0, 0, 0, 0, Double.NaN, List.of()));
    progress.taskStarted(Chunk.alone(1));
    progress.heartbeat(Chunk.alone(1), new Progress.Counts(50, 0, 0));
    assertAt(10, new Snapshot(5, 0, 1, 0, 0, 5, 70, List.of()));
  }

  @Test
  void aTaskThatIsTriedAgainStartsFromNothing() {
    progress.taskStarted(Chunk.alone(0));
    progress.heartbeat(Chunk.alone(0), new Progress.Counts(300, 0, 1));
    progress.taskEnded(Chunk.alone(0));
    assertAt(10, new Snapshot(5, 0, 0, 0, 0, 0, Double.NaN, List.of()));
    progress.taskStarted(Chunk.alone(0));
    assertAt(11, new Snapshot(5, 0, 4, 0, 0, 0, Double.NaN, List.of()));
  }

  @Test
  void aLostPackIsNoLongerWaitedFor() {
    progress.taskStarted(Chunk.alone(0));
    progress.lost(0);
    progress.taskStarted(Chunk.alone(1));
    progress.heartbeat(Chunk.alone(1), new Progress.Counts(25, 0, 0));
    assertAt(5, new Snapshot(5, 0, 1, 0, 0, 5, 15, List.of()));
  }

  @Test
  void nothingIsEverNegativeOrTooMuch() {
    SplittableRandom random = new SplittableRandom(1);
    for (int attempt = 0; attempt < 200; attempt++) {
      Progress any = new Progress(plan(LARGE, SMALL));
      boolean[] ended = new boolean[2];
      for (int event = 0; event < 30; event++) {
        int pack = random.nextInt(2);
        switch (random.nextInt(4)) {
          case 0 -> any.taskStarted(Chunk.alone(pack));
          case 1 -> any.heartbeat(Chunk.alone(pack), anyCounts(random));
          case 2 -> any.taskEnded(Chunk.alone(pack));
          default -> {
            if (!ended[pack] && random.nextInt(5) == 0) {
              ended[pack] = true;
              end(any, pack, random.nextInt(2));
            }
          }
        }
        assertSound(any.snapshot(event));
      }
    }
  }

  private static Progress.Counts anyCounts(SplittableRandom random) {
    int steps = random.nextInt(1000);
    return new Progress.Counts(steps, random.nextInt(steps + 1), random.nextInt(10));
  }

  private static void end(Progress progress, int pack, int how) {
    int trials = (pack == 0 ? LARGE : SMALL).pack().trials().size();
    if (how == 0) {
      progress.lost(pack);
    } else {
      progress.committed(
          Chunk.alone(pack),
          List.of(
              new PackReport(
                  "pack",
                  Map.of(),
                  Collections.nCopies(trials, new TrialEnd("any", new Completed(), 0.5, 0.5)),
                  List.of(),
                  100L,
                  how == 1 ? 0 : 40L,
                  1)));
    }
  }

  private static void assertSound(Snapshot s) {
    assertThat(List.of(s.done(), s.running(), s.diverged(), s.failed()))
        .as(s.toString())
        .allMatch(count -> count >= 0 && count <= s.trials());
    assertThat(s.done() + s.running()).isLessThanOrEqualTo(s.trials());
    assertThat(s.stepsPerSecond()).isNotNegative().isFinite();
    assertThat(Double.isNaN(s.secondsLeft()) || s.secondsLeft() >= 0).isTrue();
  }
}
