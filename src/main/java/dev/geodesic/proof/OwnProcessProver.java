package dev.geodesic.proof;

import dev.geodesic.device.Prover;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.device.opencl.OpenClDevice;
import dev.geodesic.trial.CacheDirectory;
import dev.geodesic.trial.ContentHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Proves cards in a process of its own: by the contract, and by the speed of the workloads beside
 * that of the processor's slots. What it finds out is kept in the user's cache.
 */
public final class OwnProcessProver implements Prover {
  /** No check takes longer, nor the first launch, for which kernels are compiled. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Seconds for all timing on one device. */
  private static final double SECONDS = 16;

  private static final int NAME_LENGTH = 16;

  private final List<Workload> workloads;
  private final int slots;
  private final Consumer<String> say;
  private final Path folder;
  private final OwnProcess process;
  private final OpeningOf opening;
  private final Opening processor;
  private final double seconds;

  /** Opens the card that is asked for. */
  interface OpeningOf {
    Opening of(OpenClCard card);
  }

  /**
   * Creates a prover.
   *
   * @param workloads that the card is to be faster at; where there are none, none is taken
   * @param slots of the processor that would train otherwise
   * @param say receives a line before what takes a while
   */
  public OwnProcessProver(List<Workload> workloads, int slots, Consumer<String> say) {
    this(
        workloads,
        slots,
        say,
        CacheDirectory.ofUser().resolve("devices"),
        new OwnProcess(PATIENCE),
        card -> Opening.opencl(card.ordinal()),
        Opening.processor(),
        SECONDS);
  }

  OwnProcessProver(
      List<Workload> workloads,
      int slots,
      Consumer<String> say,
      Path folder,
      OwnProcess process,
      OpeningOf opening,
      Opening processor,
      double seconds) {
    this.workloads = List.copyOf(workloads);
    this.slots = slots;
    this.say = say;
    this.folder = folder;
    this.process = process;
    this.opening = opening;
    this.processor = processor;
    this.seconds = seconds;
  }

  @Override
  public OpenClCards cards() {
    return workloads.isEmpty()
        ? new OpenClCards.Absent("nothing is known of what is to be trained")
        : KnownCards.of(process);
  }

  /** Whether the machine has a GPU on which {@code auto} may train. */
  public static boolean findsGpu() {
    return KnownCards.of(new OwnProcess(PATIENCE)) instanceof OpenClCards.Present present
        && present.cards().stream().anyMatch(card -> card.kind() == OpenClCard.Kind.GPU);
  }

  @Override
  public Verdict verdict(OpenClCard card) {
    EvidenceFile file = file(card);
    Optional<Evidence> known = file.read();
    Evidence evidence =
        known.isPresent() && missing(known.get()).isEmpty()
            ? known.get()
            // Another process of this machine may find it out meanwhile.
            : file.alone(() -> prove(card, file));
    return new Judgement(evidence, workloads, slots).of(card, file.path());
  }

  private Evidence prove(OpenClCard card, EvidenceFile file) {
    Evidence known = file.read().orElse(null);
    List<Workload> missing = known == null ? workloads : missing(known);
    if (known != null && missing.isEmpty()) {
      return known;
    }
    say.accept(
        "device: %s is tried out in a process of its own, once for these kinds of packs"
            .formatted(card));
    Evidence found;
    try {
      found =
          process.run(new ProofTask(opening.of(card), processor, slots, known, missing, seconds));
    } catch (ProcessFailedException e) {
      found = Evidence.failed(0, String.valueOf(e.getMessage()));
      if (Thread.currentThread().isInterrupted()) {
        // That says nothing of the card.
        return found;
      }
    }
    file.write(found);
    return found;
  }

  /** Returns the workloads that are still to be timed: none where the device is wrong. */
  private List<Workload> missing(Evidence known) {
    return known.failure() != null
        ? List.of()
        : workloads.stream()
            .filter(workload -> !known.speeds().containsKey(ProofTask.key(workload, slots)))
            .toList();
  }

  private EvidenceFile file(OpenClCard card) {
    String subject =
        "%s; kernels %s; program %s".formatted(card, OpenClDevice.kernels(), ProgramHash.get());
    return new EvidenceFile(
        folder.resolve(ContentHash.of(subject).substring(0, NAME_LENGTH) + ".json"), subject);
  }
}
