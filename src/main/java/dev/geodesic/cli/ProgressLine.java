package dev.geodesic.cli;

import dev.geodesic.sweep.Durations;
import dev.geodesic.sweep.Progress;
import dev.geodesic.sweep.Progress.Snapshot;
import dev.geodesic.sweep.SweepObserver;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows progress: a bar that is redrawn on a terminal, a line now and then anywhere else. */
abstract class ProgressLine implements SweepObserver.Display {
  private static final Duration ON_TERMINAL = Duration.ofMillis(500);
  private static final Duration IN_A_FILE = Duration.ofSeconds(30);

  private final Progress progress;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ProgressLine::daemon);

  private ProgressLine(Progress progress, Duration interval) {
    this.progress = progress;
    long millis = interval.toMillis();
    var unused =
        clock.scheduleAtFixedRate(
            () -> show(progress.snapshot()), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** The kind that fits where {@code out} goes. */
  @SuppressWarnings("SystemConsoleNull") // From JDK 22 on it is not; the build holds to 17.
  static ProgressLine of(Progress progress, PrintStream out) {
    return System.console() == null ? new Plain(progress, out) : new Bar(progress, out);
  }

  abstract void show(Snapshot snapshot);

  @Override
  public void close() {
    clock.shutdownNow();
    show(progress.snapshot());
  }

  /** Everything but the count of those done. */
  static String details(Snapshot s) {
    return String.format(
        Locale.ROOT,
        "%d running, %d diverged, %d failed, %,.0f steps/s, %s",
        s.running(),
        s.diverged(),
        s.failed(),
        s.stepsPerSecond(),
        left(s));
  }

  /** How long it will go on. */
  static String left(Snapshot s) {
    return (Double.isNaN(s.secondsLeft()) ? "?" : Durations.words(s.secondsLeft())) + " left";
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "geodesic-progress");
    thread.setDaemon(true);
    return thread;
  }

  private static final class Bar extends ProgressLine {
    private final ProgressBar bar;

    Bar(Progress progress, PrintStream out) {
      super(progress, ON_TERMINAL);
      bar =
          new ProgressBarBuilder()
              .setTaskName("trials")
              .setInitialMax(progress.snapshot().trials())
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(out))
              .hideEta()
              .build();
    }

    @Override
    void show(Snapshot snapshot) {
      bar.stepTo(snapshot.done());
      bar.setExtraMessage(" " + details(snapshot));
      bar.refresh();
    }

    @Override
    public void close() {
      super.close();
      bar.close();
    }
  }

  private static final class Plain extends ProgressLine {
    private final PrintStream out;

    Plain(Progress progress, PrintStream out) {
      super(progress, IN_A_FILE);
      this.out = out;
    }

    @Override
    void show(Snapshot s) {
      out.printf("trials %d/%d: %s%n", s.done(), s.trials(), details(s));
    }
  }
}
