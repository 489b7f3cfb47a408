package dev.geodesic.proof;

import dev.geodesic.device.Prover.Verdict;
import dev.geodesic.device.Prover.Verdict.LeftIdle;
import dev.geodesic.device.Prover.Verdict.Taken;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.proof.Evidence.Fault;
import dev.geodesic.proof.Evidence.Speed;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What follows from what is known of a device.
 *
 * @param evidence what is known
 * @param workloads that it is for
 * @param kinds of the workloads, as the evidence names them
 * @param slots of the processor that would train otherwise
 */
record Judgement(Evidence evidence, List<Workload> workloads, List<String> kinds, int slots) {

  /**
   * Says whether a card is taken.
   *
   * @param file that holds the evidence
   */
  Verdict of(OpenClCard card, Path file) {
    Fault fault = evidence.fault();
    if (fault != null) {
      return new LeftIdle(
          "%s: geodesic device check --device opencl%s (%s)"
              .formatted(
                  fault.clause(),
                  card.ordinal() == 0 ? "" : ":" + card.ordinal(),
                  holds(fault, file)));
    }
    for (int i = 0; i < kinds.size(); i++) {
      String optimizer = workloads.get(i).pack().structure().optimizer();
      if (!evidence.speeds().containsKey(kinds.get(i))) {
        Fault trouble = evidence.untimed().get(kinds.get(i));
        return new LeftIdle(
            "it is not known how fast it trains packs of %s: %s"
                .formatted(
                    optimizer,
                    trouble == null
                        ? "nobody could time them (%s)".formatted(file)
                        : "%s (%s)".formatted(trouble.clause(), holds(trouble, file))));
      }
    }
    return bySpeed(file);
  }

  private static String holds(Fault fault, Path file) {
    if (fault.holdsForGood()) {
      return "%s; it is tried again once that file is removed".formatted(file);
    }
    return fault.hasPassed()
        ? "it is tried again the next time"
        : "%s; it is tried again tomorrow, or once that file is removed".formatted(file);
  }

  private Verdict bySpeed(Path file) {
    double times = speedUp();
    if (times <= 1) {
      return new LeftIdle(
          "it trains %s at %s of the speed of %s (%s)"
              .formatted(packs(), number(times), cores(), file));
    }
    String faster =
        Double.isInfinite(times)
            ? "trains %s, of which %s make no step in time".formatted(packs(), cores())
            : "trains %s %s times as fast as %s".formatted(packs(), number(times), cores());
    return new Taken(
        String.format(Locale.ROOT, "passes %,d checks; %s (%s)", evidence.checks(), faster, file));
  }

  /** Returns the processor's time for all workloads divided by the device's. */
  private double speedUp() {
    double device = 0;
    double processor = 0;
    for (int i = 0; i < kinds.size(); i++) {
      Speed speed = Objects.requireNonNull(evidence.speeds().get(kinds.get(i)));
      device += workloads.get(i).trialSteps() * speed.device();
      processor += workloads.get(i).trialSteps() * speed.processor();
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
