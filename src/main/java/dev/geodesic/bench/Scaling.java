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
 * @param alone microseconds a trial-step of one pack alone
 * @param together of one pack beside the others, the mean by throughput
 */
public record Scaling(BenchCase bench, int slots, double alone, double together) {
  /** Trial-steps a second of all packs together, over those of one alone. */
  public double speedUp() {
    return slots * alone / together;
  }

  /** One alone is measured before and after, and the faster counts: it owes nothing to the JIT. */
  static Scaling measure(BenchCase bench, int slots, ResidentData data, double seconds) {
    double before = sideBySide(bench, 1, data, seconds);
    double together = sideBySide(bench, slots, data, seconds);
    double after = sideBySide(bench, 1, data, seconds);
    return new Scaling(bench, slots, Math.min(before, after), together);
  }

  /** Microseconds a trial-step. */
  private static double sideBySide(BenchCase bench, int slots, ResidentData data, double seconds) {
    Phaser start = new Phaser(slots);
    ExecutorService threads = Executors.newFixedThreadPool(slots);
    try {
      List<CompletableFuture<Double>> packs =
          IntStream.range(0, slots)
              .mapToObj(
                  slot ->
                      CompletableFuture.supplyAsync(
                          () -> pack(bench, data, start, seconds), threads))
              .toList();
      return slots / packs.stream().mapToDouble(pack -> 1 / pack.join()).sum();
    } finally {
      threads.shutdownNow();
    }
  }

  private static double pack(BenchCase bench, ResidentData data, Phaser start, double seconds) {
    try (Device device = new CpuDevice()) {
      start.arriveAndAwaitAdvance();
      return StepTimer.microseconds(bench, data, device, seconds, System::nanoTime);
    }
  }
}
