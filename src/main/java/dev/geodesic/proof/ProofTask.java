package dev.geodesic.proof;

import dev.geodesic.check.Check;
import dev.geodesic.check.DeviceContract;
import dev.geodesic.device.Device;
import dev.geodesic.proof.Evidence.Speed;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a device to the contract, unless that has been done, and times it beside the processor.
 *
 * @param device to prove
 * @param processor that it is compared with
 * @param slots of the processor that train side by side
 * @param known what has been found out before
 * @param workloads that are to be timed
 * @param seconds for all timing on one device
 */
record ProofTask(
    Opening device,
    Opening processor,
    int slots,
    @Nullable Evidence known,
    List<Workload> workloads,
    double seconds)
    implements Task<Evidence> {
  /** Seconds for the timing of a workload, at least and at most. */
  private static final double LEAST = 0.5;

  private static final double MOST = 4;

  /** The processor's time of a trial-step hardly depends on more of them. */
  private static final int PROCESSOR_TRIALS = 64;

  @Override
  public Evidence run(Progress progress) {
    Evidence evidence = known == null ? contract(progress) : known;
    if (evidence.failure() != null) {
      return evidence;
    }
    for (Workload workload : workloads) {
      evidence = evidence.with(key(workload, slots), speed(workload, progress));
    }
    return evidence;
  }

  /** Names what a comparison of speeds depends on. */
  static String key(Workload workload, int slots) {
    return "%s; beside %d x %s".formatted(workload.kind(), slots, Processor.name());
  }

  private Evidence contract(Progress progress) {
    List<Check> checks = DeviceContract.checks();
    progress.at("its opening");
    try (Device opened = device.open()) {
      for (int i = 0; i < checks.size(); i++) {
        Check check = checks.get(i);
        progress.at(check.toString());
        if (!check.run(opened).passed()) {
          return Evidence.failed(i + 1, check.primitives().get(0) + " is wrong there");
        }
      }
    }
    return Evidence.passed(checks.size());
  }

  private Speed speed(Workload workload, Progress progress) {
    double each = Math.max(LEAST, Math.min(MOST, seconds / workloads.size()));
    progress.at("training by " + workload.pack().structure().optimizer());
    double onDevice;
    try (Device opened = device.open()) {
      onDevice = TrainingSpeed.measure(opened, workload, workload.pack().trials().size(), each);
    }
    progress.at("training by " + workload.pack().structure().optimizer() + " on the processor");
    List<CompletableFuture<Double>> sideBySide =
        Stream.generate(() -> onSlot(workload, each)).limit(slots).toList();
    double rate = sideBySide.stream().mapToDouble(slot -> 1 / slot.join()).sum();
    return new Speed(onDevice, 1 / rate);
  }

  /** Trains on a slot of the processor, in a thread of its own. */
  private CompletableFuture<Double> onSlot(Workload workload, double each) {
    CompletableFuture<Double> result = new CompletableFuture<>();
    Thread slot =
        new Thread(
            () -> {
              try (Device opened = processor.open()) {
                result.complete(TrainingSpeed.measure(opened, workload, PROCESSOR_TRIALS, each));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "geodesic-slot");
    slot.start();
    return result;
  }
}
