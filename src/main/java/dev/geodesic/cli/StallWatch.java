package dev.geodesic.cli;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells, once for each time, that something has not changed for long. */
final class StallWatch implements AutoCloseable {
  private static final int LOOKS = 20;
  private static final Duration MOST_BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Supplier<?> state;
  private final Duration patience;
  private final Consumer<Duration> told;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(StallWatch::daemon);
  private @Nullable Object last;
  private long changedNanos;
  private boolean isTold;

  /**
   * Watches nothing yet.
   *
   * @param state what is to change now and then; compared by equality
   * @param patience how long it may not
   * @param told that it has not for so long
   */
  StallWatch(Supplier<?> state, Duration patience, Consumer<Duration> told) {
    this.state = state;
    this.patience = patience;
    this.told = told;
  }

  /** Watches from now on. */
  void start() {
    long millis = Math.max(1, Math.min(patience.toMillis() / LOOKS, MOST_BETWEEN_LOOKS.toMillis()));
    var unused =
        clock.scheduleWithFixedDelay(
            () -> look(System.nanoTime()), 0, millis, TimeUnit.MILLISECONDS);
  }

  /** Looks once. */
  void look(long nanos) {
    Object now = state.get();
    if (!Objects.equals(now, last)) {
      last = now;
      changedNanos = nanos;
      isTold = false;
      return;
    }
    Duration unchanged = Duration.ofNanos(nanos - changedNanos);
    if (!isTold && unchanged.compareTo(patience) >= 0) {
      isTold = true;
      told.accept(unchanged);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "geodesic-stall-watch");
    thread.setDaemon(true);
    return thread;
  }
}
