package dev.geodesic.cli;

import dev.geodesic.report.SweepResults;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.Progress;
import dev.geodesic.sweep.Progress.Snapshot;
import dev.geodesic.sweep.SweepObserver;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report at intervals while a sweep trains. Since that takes a core of the driver, each
 * pause is at least {@value #PAUSES} times as long as the last report took.
 */
final class ReportRefresh implements SweepObserver.Display {
  private static final Logger LOG = LoggerFactory.getLogger(ReportRefresh.class);

  /** The shortest pause, as a multiple of the time that the last report took. */
  private static final int PAUSES = 50;

  /** How long to wait at the end for a report that is being written. */
  private static final long PATIENCE_SECONDS = 10;

  private final ResultStore store;
  private final Progress progress;
  private final Duration interval;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ReportRefresh::daemon);

  /** Returns an observer that also writes the report while packs train. */
  static SweepObserver beside(SweepObserver observer, ResultStore store, Duration interval) {
    return new SweepObserver() {
      @Override
      public void say(String line) {
        observer.say(line);
      }

      @Override
      public Display training(Progress progress) {
        Display display = observer.training(progress);
        Display report = new ReportRefresh(store, progress, interval);
        return () -> {
          report.close();
          display.close();
        };
      }
    };
  }

  /** Begins to write reports; the first is written after one interval. */
  ReportRefresh(ResultStore store, Progress progress, Duration interval) {
    this.store = store;
    this.progress = progress;
    this.interval = interval;
    schedule(interval);
  }

  private void schedule(Duration pause) {
    var unused = clock.schedule(this::write, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void write() {
    long start = System.nanoTime();
    try {
      ReportFile.write(store, SweepResults.read(store), running(progress.snapshot()));
    } catch (Throwable e) {
      LOG.warn("The report could not be written while the sweep trains", e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start).multipliedBy(PAUSES);
    if (!clock.isShutdown()) {
      schedule(took.compareTo(interval) > 0 ? took : interval);
    }
  }

  private static String running(Snapshot now) {
    return "%,d of %,d trials done, %s left"
        .formatted(now.done(), now.trials(), ProgressText.left(now.secondsLeft()));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      if (!clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The report is still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "geodesic-report");
    thread.setDaemon(true);
    return thread;
  }
}
