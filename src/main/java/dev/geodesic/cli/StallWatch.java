package dev.geodesic.cli;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports, once for each stall, that a state has not changed for long. */
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
   * Creates a watch that has not started.
   *
   * @param state supplies the state, which is compared by equality
   * @param patience how long the state may stay the same
   * @param told receives how long it has stayed the same, once that exceeds the patience
   */
  StallWatch(Supplier<?> state, Duration patience, Consumer<Duration> told) {
    this.state = state;
    this.patience = patience;
    this.told = told;
  }

  /** Starts to watch. */
  void start() {
    long millis = Math.max(1, Math.min(patience.toMillis() / LOOKS, MOST_BETWEEN_LOOKS.toMillis()));
    var unused =
        clock.scheduleWithFixedDelay(
            () -> look(System.nanoTime()), 0, millis, TimeUnit.MILLISECONDS);
  }

  /** Looks once, at the time {@code nanos} of {@link System#nanoTime}. */
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
