package dev.geodesic.cli;

import dev.geodesic.machine.Machine;
import dev.geodesic.store.files.Location;
import dev.geodesic.sweep.Leaderboard.Standing;
import dev.geodesic.sweep.Progress;
import dev.geodesic.sweep.SweepObserver;
import dev.geodesic.sweep.SweepOutcome;
import dev.geodesic.sweep.plan.Durations;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Watches a run, and posts a notice when it ends or stalls. */
final class RunNotices implements SweepObserver {
  private final @Nullable Notifier notifier;
  private final String sweep;
  private final URI results;
  private final SweepObserver console;
  private final StallWatch watch;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Progress progress;
  private volatile int linesSaid;

  /**
   * Begins to watch a run.
   *
   * @param address to which notices are posted; absent for none
   * @param patience how long a run may make no progress before it counts as stalled
   * @param console to which everything is passed on
   */
  RunNotices(
      @Nullable NoticeAddress address,
      Duration patience,
      String sweep,
      URI results,
      SweepObserver console) {
    this.notifier = address == null ? null : new Notifier(address, System.err);
    this.sweep = sweep;
    this.results = results;
    this.console = console;
    this.watch = new StallWatch(this::state, patience, this::stalled);
    if (address != null) {
      address.hideFromSpark();
      watch.start();
    }
  }

  /** The state that changes while executors come, data load and packs train. */
  private record State(int linesSaid, int done, long trialSteps) {}

  private State state() {
    Progress known = progress;
    return known == null
        ? new State(linesSaid, 0, 0)
        : new State(linesSaid, known.snapshot().done(), known.trialSteps());
  }

  @Override
  public synchronized void say(String line) {
    linesSaid++;
    console.say(line);
  }

  @Override
  public Display training(Progress begun) {
    progress = begun;
    Display display = console.training(begun);
    return () -> {
      // After the training no steps are counted.
      watch.close();
      display.close();
    };
  }

  private void stalled(Duration unchanged) {
    String words =
        "stalled: no pack has ended and no step been counted for %s"
            .formatted(Durations.words(unchanged.toMillis() / 1e3));
    post(words, "stall", null, null, null, null);
  }

  /** Posts that the run came to its end. */
  void ended(SweepOutcome outcome, int exitCode) {
    String words =
        switch (exitCode) {
          case 0 -> "completed";
          case Geodesic.OUT_OF_TIME -> "out of time";
          default -> "failed";
        };
    end(words, exitCode, null, outcome.statuses());
  }

  /** Posts that the run met an error. */
  void failed(int exitCode, String cause) {
    end(exitCode == Geodesic.INTERRUPTED ? "interrupted" : "failed", exitCode, cause, null);
  }

  /** Posts that the user ends the run early, or that the process ends by itself. */
  void interrupted() {
    OptionalInt signal = InterruptSignal.exitCode();
    if (signal.isPresent()) {
      end("interrupted", signal.getAsInt(), null, null);
    } else {
      end("failed", Geodesic.FAILED, "Spark ended the program by itself", null);
    }
  }

  private void end(
      String outcome, int exitCode, @Nullable String cause, @Nullable Map<String, Long> trials) {
    watch.close();
    if (!ended.getAndSet(true)) {
      post(outcome, "end", outcome, exitCode, cause, trials);
    }
  }

  private void post(
      String words,
      String event,
      @Nullable String outcome,
      @Nullable Integer exitCode,
      @Nullable String cause,
      @Nullable Map<String, Long> trials) {
    if (notifier == null) {
      return;
    }
    Progress known = progress;
    int done = known == null ? 0 : known.snapshot().done();
    int toTrain = known == null ? 0 : known.snapshot().trials();
    List<Standing> standings = known == null ? List.of() : known.standings();
    double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    String text =
        "geodesic %s on %s %s after %s, %d of %d trials trained%s%s"
            .formatted(
                sweep,
                Machine.hostName(),
                words,
                Durations.words(seconds),
                done,
                toTrain,
                ProgressText.best(standings),
                cause == null ? "" : "; " + cause);
    notifier.post(
        new Notice(
            text,
            event,
            outcome,
            exitCode,
            cause,
            sweep,
            Machine.hostName(),
            Location.describe(results),
            seconds,
            done,
            toTrain,
            trials,
            Notice.Best.of(standings)));
  }
}
