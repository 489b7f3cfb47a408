package dev.geodesic.proof;

import dev.geodesic.device.Prover;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClDevice;
import dev.geodesic.machine.ProcessorFacts;
import dev.geodesic.proof.Evidence.Fault;
import dev.geodesic.proof.ProcessFailedException.Meaning;
import dev.geodesic.trial.ContentHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves cards in a process of its own: by the contract, and by the speed of the workloads beside
 * that of the processor's slots. What it finds out is kept in the user's cache.
 */
public final class OwnProcessProver implements Prover {
  /** No check takes longer, nor the first launch, for which kernels are compiled. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Seconds for all timing on one device. */
  private static final double SECONDS = 16;

  private static final int NAME_LENGTH = 16;

  /** For a proof: after that no more is begun. */
  private static final Duration MOST = Duration.ofMinutes(8);

  /** Seconds for the timing of a workload on one device, at least and at most. */
  private static final double LEAST = 0.5;

  private static final double MOST_EACH = 4;

  private final List<Workload> workloads;
  private final List<String> kinds;
  private final int slots;
  private final Consumer<String> say;
  private final Path cached;
  private final Path temporary;
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
   * @param workloads that the card is to be faster at, at least one
   * @param slots of the processor that would train otherwise
   * @param say receives a line before what takes a while
   */
  public OwnProcessProver(List<Workload> workloads, int slots, Consumer<String> say) {
    this(
        workloads,
        slots,
        say,
        EvidenceFolder.ofUser(),
        Path.of(System.getProperty("java.io.tmpdir")),
        new OwnProcess(PATIENCE),
        card -> Opening.opencl(card.ordinal()),
        Opening.processor(),
        SECONDS);
  }

  OwnProcessProver(
      List<Workload> workloads,
      int slots,
      Consumer<String> say,
      Path cached,
      Path temporary,
      OwnProcess process,
      OpeningOf opening,
      Opening processor,
      double seconds) {
    this.workloads = List.copyOf(workloads);
    this.kinds = workloads.stream().map(workload -> kind(workload, slots)).toList();
    this.slots = slots;
    this.say = say;
    this.cached = cached;
    this.temporary = temporary;
    this.process = process;
    this.opening = opening;
    this.processor = processor;
    this.seconds = seconds;
  }

  /** Names what a comparison of speeds depends on. */
  static String kind(Workload workload, int slots) {
    return String.format(
        Locale.ROOT,
        "%s; beside %d x %s, %d cores",
        workload.kind(),
        slots,
        ProcessorFacts.model(),
        Runtime.getRuntime().availableProcessors());
  }

  @Override
  public Verdict verdict(OpenClCard card) {
    EvidenceFolder folder = EvidenceFolder.of(cached, temporary);
    Subject subject = new Subject(card, files(card, folder));
    Optional<Evidence> known = subject.known();
    Evidence evidence =
        known.isPresent() && isEnough(known.get())
            ? known.get()
            // Another process of this machine may find it out meanwhile.
            : folder.alone(() -> new Proof(subject).of(subject.known().orElse(null)));
    return new Judgement(evidence, workloads, kinds, slots).of(card, subject.file().path());
  }

  private boolean isEnough(Evidence known) {
    return known.fault() != null || kinds.stream().allMatch(known::covers);
  }

  /** Returns the files of what is known, the one that may be written first. */
  private List<EvidenceFile> files(OpenClCard card, EvidenceFolder folder) {
    String subject =
        "%s; kernels %s; program %s".formatted(card, OpenClDevice.kernels(), ProgramHash.get());
    String name = ContentHash.of(subject).substring(0, NAME_LENGTH) + ".json";
    return Stream.of(folder.path(), cached)
        .distinct()
        .map(path -> new EvidenceFile(path.resolve(name), subject))
        .toList();
  }

  /** A card, and the files of what is known of it. */
  private record Subject(OpenClCard card, List<EvidenceFile> files) {
    Optional<Evidence> known() {
      return files.stream().flatMap(file -> file.read().stream()).findFirst();
    }

    EvidenceFile file() {
      return files.get(0);
    }
  }

  /** Finds out what is not known of a card. */
  private final class Proof {
    private final Subject subject;
    private final long deadline = System.nanoTime() + MOST.toNanos();

    Proof(Subject subject) {
      this.subject = subject;
    }

    Evidence of(@Nullable Evidence known) {
      if (known != null && isEnough(known)) {
        return known;
      }
      say.accept(
          "device: %s is tried out in a process of its own, once for these kinds of packs"
              .formatted(subject.card()));
      Evidence evidence = known == null ? contract() : known;
      for (int i = 0; i < kinds.size() && evidence.fault() == null; i++) {
        if (!evidence.covers(kinds.get(i))) {
          evidence = timed(evidence, workloads.get(i), kinds.get(i));
        }
      }
      return evidence;
    }

    /** Holds the card to the contract; what crashes is believed to once it does so again. */
    private Evidence contract() {
      ContractTask task = new ContractTask(opening.of(subject.card()));
      String before = null;
      while (true) {
        try {
          return kept(process.run(task));
        } catch (ProcessFailedException e) {
          if (e.meaning() == Meaning.FAILS && before == null) {
            before = e.clause();
            continue;
          }
          if (e.meaning() == Meaning.NOTHING) {
            return Evidence.failed(0, Fault.unkept(e.clause()));
          }
          return kept(
              Evidence.failed(
                  0,
                  e.clause().equals(before)
                      ? Fault.forGood(e.clause())
                      : Fault.passing(e.clause())));
        }
      }
    }

    private Evidence timed(Evidence evidence, Workload workload, String kind) {
      if (System.nanoTime() > deadline) {
        return kept(evidence.without(kind, Fault.passing("the others took too long")));
      }
      double each = Math.max(LEAST, Math.min(MOST_EACH, seconds / workloads.size()));
      try {
        return kept(
            evidence.with(
                kind,
                process.run(
                    new TimingTask(opening.of(subject.card()), processor, slots, workload, each))));
      } catch (ProcessFailedException e) {
        return e.meaning() == Meaning.NOTHING
            ? evidence.without(kind, Fault.unkept(e.clause()))
            : kept(evidence.without(kind, Fault.passing(e.clause())));
      }
    }

    private Evidence kept(Evidence evidence) {
      subject.file().write(evidence);
      return evidence;
    }
  }
}
