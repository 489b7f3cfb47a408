package dev.geodesic.proof;

import dev.geodesic.device.Prover.Verdict;
import dev.geodesic.device.Prover.Verdict.LeftIdle;
import dev.geodesic.device.Prover.Verdict.Taken;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.proof.Evidence.Speed;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What follows from what is known of a device.
 *
 * @param workloads that it is for
 * @param slots of the processor that would train otherwise
 */
record Judgement(Evidence evidence, List<Workload> workloads, int slots) {

  /**
   * Says whether a card is taken.
   *
   * @param file that holds the evidence
   */
  Verdict of(OpenClCard card, Path file) {
    if (evidence.failure() != null) {
      String again =
          evidence.checks() > 0 ? "" : "; it is tried again once %s is removed".formatted(file);
      return new LeftIdle(
          "%s: geodesic device check --device opencl%s%s"
              .formatted(
                  evidence.failure(), card.ordinal() == 0 ? "" : ":" + card.ordinal(), again));
    }
    double times = speedUp();
    return times > 1
        ? new Taken(
            "passes %,d checks; trains %s %s times as fast as %s"
                .formatted(evidence.checks(), packs(), number(times), cores()))
        : new LeftIdle(
            "it trains %s at %s of the speed of %s".formatted(packs(), number(times), cores()));
  }

  /** Returns the processor's time for all workloads divided by the device's. */
  private double speedUp() {
    double device = 0;
    double processor = 0;
    for (Workload workload : workloads) {
      Speed speed = Objects.requireNonNull(evidence.speeds().get(ProofTask.key(workload, slots)));
      device += workload.trialSteps() * speed.device();
      processor += workload.trialSteps() * speed.processor();
    }
    // Where neither made a step in time, nothing speaks for the device.
    return Double.isInfinite(device) ? 0 : processor / device;
  }

  private String packs() {
    List<String> optimizers =
        workloads.stream()
            .map(workload -> workload.pack().structure().optimizer())
            .distinct()
            .toList();
    return optimizers.size() > 3
        ? "these packs"
        : optimizers.stream().collect(Collectors.joining(", ", "packs of ", ""));
  }

  private String cores() {
    return slots == 1 ? "a core" : slots + " cores";
  }

  private static String number(double times) {
    return times >= 10
        ? String.format(Locale.ROOT, "%.0f", times)
        : String.format(Locale.ROOT, "%.2g", times);
  }
}
