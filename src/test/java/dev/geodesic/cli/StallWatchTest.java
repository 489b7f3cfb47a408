package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StallWatchTest {
  private final List<Duration> told = new ArrayList<>();
  private String state = "a";

  private static long at(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aStallIsToldOnceAndTheNextOneAgain() {
    StallWatch watch = new StallWatch(() -> state, Duration.ofSeconds(10), told::add);
    watch.look(at(100));
    watch.look(at(109));
    assertThat(told).isEmpty();
    watch.look(at(110));
    watch.look(at(130));
    assertThat(told).containsExactly(Duration.ofSeconds(10));
    state = "b";
    watch.look(at(131));
    watch.look(at(140));
    state = "c";
    watch.look(at(141));
    watch.look(at(150));
    assertThat(told).hasSize(1);
    watch.look(at(153));
    assertThat(told).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(12));
  }

  @Test
  void itLooksByItself() throws InterruptedException {
    CountDownLatch stalled = new CountDownLatch(1);
    try (StallWatch watch =
        new StallWatch(() -> "same", Duration.ofMillis(100), unchanged -> stalled.countDown())) {
      watch.start();
      assertThat(stalled.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
