package dev.geodesic.bench;

import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.train.ResidentData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.stream.IntStream;

/**
 * What packs side by side gain, each on a thread and a device of its own, as the slots of a machine
 * train them.
 *
 * @param bench the case
 * @param slots packs side by side
 * @param alone one pack alone
 * @param together one pack beside the others
 */
public record Scaling(BenchCase bench, int slots, StepTime alone, StepTime together) {
  /** Trial-steps of all packs together, over those of one alone in the same time. */
  public double speedUp() {
    return slots * alone.clock() / together.clock();
  }

  /**
   * The same if every pack has a core for itself alone: what is lost, they take from each other.
   */
  public double coreSpeedUp() {
    return slots * alone.core() / together.core();
  }

  /** One alone is measured before and after, and the faster counts: it owes nothing to the JIT. */
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
    try (Device device = new CpuDevice()) {
      start.arriveAndAwaitAdvance();
      return StepTimer.measure(bench, data, device, seconds);
    }
  }
}
