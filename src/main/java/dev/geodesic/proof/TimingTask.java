package dev.geodesic.proof;

import dev.geodesic.data.PreparedData;
import dev.geodesic.device.Device;
import dev.geodesic.proof.Evidence.Speed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Times packs of a kind on a device and on the processor.
 *
 * @param device to time
 * @param processor that it is compared with
 * @param slots of the processor that train side by side
 * @param workload to be timed
 * @param seconds for the timing on each
 */
record TimingTask(Opening device, Opening processor, int slots, Workload workload, double seconds)
    implements Task<Speed> {
  /** The processor's time of a trial-step hardly depends on more of them. */
  private static final int PROCESSOR_TRIALS = 64;

  /** For the timing on a device, what comes before and after it left out. */
  private static final Duration BESIDE = Duration.ofMinutes(1);

  @Override
  public Duration most() {
    return BESIDE.plusSeconds((long) Math.ceil(seconds)).multipliedBy(2);
  }

  /** The data are there once and on each device, and a pack is trained by each. */
  @Override
  public long bytes() {
    int trials = workload.pack().trials().size();
    double onDevice = workload.bytes(trials);
    double onProcessor = slots * workload.bytes(Math.min(PROCESSOR_TRIALS, trials));
    double data = (slots + 2) * workload.dataBytes();
    return Task.super.bytes() + (long) (data + 2 * Math.max(onDevice, onProcessor));
  }

  @Override
  public Speed run(Progress progress) {
    String training = "training by " + workload.pack().structure().optimizer();
    PreparedData data = workload.data();
    progress.at(training);
    double onDevice = time(device, data, workload.pack().trials().size());
    progress.at(training + " on the processor");
    return new Speed(onDevice, onProcessor(data));
  }

  /** Times a pack of as many trials, or of as many as fit. */
  private double time(Opening opening, PreparedData data, int trials) {
    try (Device opened = opening.open()) {
      return TrainingSpeed.measure(opened, workload, data, trials, seconds);
    } catch (OutOfMemoryError e) {
      if (trials == 1) {
        throw e;
      }
    }
    return time(opening, data, trials / 2);
  }

  private double onProcessor(PreparedData data) {
    List<CompletableFuture<Double>> sideBySide =
        Stream.generate(() -> onSlot(data)).limit(slots).toList();
    return 1 / sideBySide.stream().mapToDouble(slot -> 1 / slot.join()).sum();
  }

  /** Trains on a slot of the processor, in a thread of its own. */
  private CompletableFuture<Double> onSlot(PreparedData data) {
    CompletableFuture<Double> result = new CompletableFuture<>();
    Thread slot =
        new Thread(
            () -> {
              try {
                result.complete(timeOnSlot(data));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "geodesic-slot");
    slot.start();
    return result;
  }

  /** What the processor has no memory for, it makes no step of in time. */
  private double timeOnSlot(PreparedData data) {
    try {
      return time(processor, data, Math.min(PROCESSOR_TRIALS, workload.pack().trials().size()));
    } catch (OutOfMemoryError e) {
      return Double.POSITIVE_INFINITY;
    }
  }
}
