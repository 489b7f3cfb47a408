package dev.geodesic.bench;

import dev.geodesic.device.Device;
import dev.geodesic.train.ResidentData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.stream.IntStream;

/**
 * The speed-up of packs side by side. Each has its own thread and device, like the slots of a
 * machine.
 *
 * @param bench the case
 * @param slots the number of packs side by side
 * @param alone the time of a trial-step of one pack alone
 * @param together the mean time of a trial-step of a pack beside the others
 */
public record Scaling(BenchCase bench, int slots, StepTime alone, StepTime together) {
  /** Returns the trial-steps of all packs together divided by those of one pack alone. */
  public double speedUp() {
    return slots * alone.clock() / together.clock();
  }

  /**
   * Returns the speed-up by core time, as if every pack had its own core. What it lacks to {@code
   * slots} is lost because the packs slow each other down.
   */
  public double coreSpeedUp() {
    return slots * alone.core() / together.core();
  }

  /**
   * Measures a case. One pack alone is measured before and after the others, and the faster time
   * counts, so that the JIT compiler does not distort the ratio.
   */
  static Scaling measure(BenchCase bench, int slots, ResidentData data, double seconds) {
    StepTime before = sideBySide(bench, 1, data, seconds);
    StepTime together = sideBySide(bench, slots, data, seconds);
    StepTime after = sideBySide(bench, 1, data, seconds);
    return new Scaling(bench, slots, before.min(after), together);
  }

  private static StepTime sideBySide(
      BenchCase bench, int slots, ResidentData data, double seconds) {
    Phaser start = new Phaser(slots);
    ExecutorService threads = Executors.newFixedThreadPool(slots);
    try {
      List<CompletableFuture<StepTime>> packs =
          IntStream.range(0, slots)
              .mapToObj(
                  slot ->
                      CompletableFuture.supplyAsync(
                          () -> pack(bench, data, start, seconds), threads))
              .toList();
      return StepTime.mean(packs.stream().map(CompletableFuture::join).toList());
    } finally {
      threads.shutdownNow();
    }
  }

  private static StepTime pack(BenchCase bench, ResidentData data, Phaser start, double seconds) {
    try (Device device = Bench.processor()) {
      start.arriveAndAwaitAdvance();
      return StepTimer.measure(bench, data, device, seconds);
    }
  }
}
