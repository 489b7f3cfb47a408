package dev.geodesic.cli;

import dev.geodesic.sweep.Progress;
import dev.geodesic.sweep.SweepObserver;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows progress: a bar that is redrawn on a terminal, a line every 30 s anywhere else. */
abstract class ProgressLine implements SweepObserver.Display {
  private static final Duration IN_A_FILE = Duration.ofSeconds(30);

  private final Duration interval;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ProgressLine::daemon);

  ProgressLine(Duration interval) {
    this.interval = interval;
  }

  /** Returns a display that prints a line every 30 s. */
  static ProgressLine plain(Progress progress, PrintStream out) {
    return new Plain(progress, out).started();
  }

  /** Starts to show progress at the display's interval. */
  ProgressLine started() {
    long millis = interval.toMillis();
    var unused = clock.scheduleWithFixedDelay(this::show, millis, millis, TimeUnit.MILLISECONDS);
    return this;
  }

  abstract void show();

  @Override
  public void close() {
    clock.shutdownNow();
    show();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "geodesic-progress");
    thread.setDaemon(true);
    return thread;
  }

  private static final class Plain extends ProgressLine {
    private final Progress progress;
    private final PrintStream out;

    Plain(Progress progress, PrintStream out) {
      super(IN_A_FILE);
      this.progress = progress;
      this.out = out;
    }

    @Override
    void show() {
      out.println(ProgressText.line(progress.snapshot(), progress.standings()));
    }
  }
}
