package dev.geodesic.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.geodesic.device.AlteredDevice;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.device.Prover.Verdict;
import dev.geodesic.device.Prover.Verdict.LeftIdle;
import dev.geodesic.device.Prover.Verdict.Taken;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.parameter.Assignment;
import dev.geodesic.proof.Evidence.Fault;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.Adam;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cards that are the processor, with trouble that it does not have, tried out in real processes.
 */
class OwnProcessProverTest {
  private static final OpenClCard CARD =
      new OpenClCard(0, Kind.GPU, "Card", "Maker's OpenCL", "1.0", 1, 1, 1, 1, 1, true, null);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final List<String> said = new ArrayList<>();

  private static Workload workload(OptimizerSpec... optimizers) {
    Pack pack =
        Pack.of(
            Arrays.stream(optimizers)
                .map(
                    optimizer ->
                        new TrialSpec(
                            Specs.data("digits", new Holdout.TestSet(), 0, 8, BatchOrder.SHUFFLED),
                            Specs.model(List.of(), false, Initialization.GLOROT),
                            optimizer,
                            Specs.schedule(100, 10, 100),
                            0))
                .toList(),
            "data");
    return new Workload(pack, 16, 3, 16, pack.trialSteps());
  }

  private static final Workload SGD = workload(Specs.sgd(0.1), Specs.sgd(0.2));

  private static OptimizerSpec adam() {
    return Adam.FAMILY.of(Assignment.of(StepSize.LEARNING_RATE, 0.1));
  }

  private Verdict verdict(Opening card, Workload... workloads) {
    return verdict(card, Opening.processor(), workloads);
  }

  private Verdict verdict(Opening card, Opening processor, Workload... workloads) {
    return new OwnProcessProver(
            List.of(workloads),
            2,
            said::add,
            folder,
            folder,
            new OwnProcess(PATIENCE),
            asked -> card,
            processor,
            1)
        .verdict(CARD);
  }

  /** The processor, which waits before each batch. */
  private static Device slow() {
    return AlteredDevice.of(
        new CpuDevice(),
        "gather",
        () -> {
          pause(5);
          return null;
        });
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Object wrong() {
    throw new IllegalStateException("a wrong kernel");
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .findFirst()
          .orElse(folder.resolve("none"));
    }
  }

  @Test
  void aSlowCardIsLeftIdleAndItsProofIsKept() throws Exception {
    Verdict first = verdict(OwnProcessProverTest::slow, SGD);

    assertThat(first).isInstanceOf(LeftIdle.class);
    assertThat(first.reason())
        .matches("it trains packs of sgd at 0\\.\\d+ of the speed of 2 cores \\(.*\\.json\\)");
    assertThat(said)
        .containsExactly(
            "device: Card (Maker's OpenCL 1.0) is tried out in a process of its own, once for these"
                + " kinds of packs");

    assertThat(verdict(OwnProcessProverTest::crashing, SGD)).isEqualTo(first);
    assertThat(said).hasSize(1);

    // Of another kind of pack only the speed is unknown.
    Workload adam = workload(adam());
    assertThat(verdict(CpuDevice::new, OwnProcessProverTest::slow, adam).reason())
        .matches("passes [\\d,]+ checks; trains packs of adam .+ times as fast as 2 cores \\(.*");
    assertThat(said).hasSize(2);

    // A damaged file is made anew.
    Files.writeString(file(), Files.readString(file()).substring(0, 100));
    assertThat(verdict(OwnProcessProverTest::crashing, SGD).reason()).contains("exit code 134");
  }

  private static Device crashing() {
    Runtime.getRuntime().halt(134);
    throw new AssertionError("it has ended");
  }

  @Test
  void aCardWhoseDriverCrashesIsLeftIdle() throws Exception {
    Verdict verdict = verdict(OwnProcessProverTest::crashing, SGD);

    assertThat(verdict).isInstanceOf(LeftIdle.class);
    assertThat(verdict.reason())
        .matches(
            "the process that tries it out ended with exit code 134, in its opening: geodesic"
                + " device check --device opencl \\(.*\\.json; it is tried again once that file is"
                + " removed\\)");
    assertThat(verdict(OwnProcessProverTest::slow, SGD)).as("kept").isEqualTo(verdict);
  }

  private static Device wrongOnce() {
    return AlteredDevice.of(new CpuDevice(), "vectors", OwnProcessProverTest::wrong);
  }

  @Test
  void aCardThatIsWrongIsLeftIdle() {
    Verdict verdict = verdict(OwnProcessProverTest::wrongOnce, SGD);

    assertThat(verdict).isInstanceOf(LeftIdle.class);
    assertThat(verdict.reason())
        .matches(
            "VectorKernels\\.\\w+ fails there \\(.*a wrong kernel.*\\): geodesic device check --device"
                + " opencl \\(.*\\.json; it is tried again once that file is removed\\)");
  }

  /** A device that answers, but not what it should. */
  private static Device inexact() {
    return AlteredDevice.of(new CpuDevice(), "download", () -> new float[] {1, 2, 3});
  }

  @Test
  void wrongNumbersAreBelievedAtOnce() throws Exception {
    assertThat(verdict(OwnProcessProverTest::inexact, SGD).reason())
        .containsPattern("^\\S+ is wrong there: geodesic device check");
    assertThat(kept().fault()).matches(Fault::holdsForGood);
  }

  private static Device full() {
    throw new OutOfMemoryError("CL_OUT_OF_RESOURCES");
  }

  private static Device lostAtOnce() {
    return AlteredDevice.of(
        new CpuDevice(),
        "vectors",
        () -> {
          throw new DeviceLostException("lost", new IllegalStateException("status -36"));
        });
  }

  /** A loaded machine, a driver that was restarted, a card whose memory others hold. */
  @Tag("slow")
  @Test
  void whatMayPassIsTriedAgainTomorrow() throws Exception {
    for (Opening opening :
        List.<Opening>of(OwnProcessProverTest::full, OwnProcessProverTest::lostAtOnce)) {
      try (Stream<Path> before = Files.list(folder)) {
        before.forEach(file -> file.toFile().delete());
      }
      assertThat(verdict(opening, SGD).reason())
          .contains(".json; it is tried again tomorrow, or once that file is removed)");
      assertThat(kept().fault()).matches(fault -> !fault.holdsForGood() && !fault.hasPassed());
    }
    Evidence yesterday = Evidence.failed(0, new Fault("it was full", 1));
    new EvidenceFile(file(), subject()).write(yesterday);
    assertThat(verdict(CpuDevice::new, OwnProcessProverTest::slow, SGD)).isInstanceOf(Taken.class);
  }

  /** Such as a file system that is full. */
  @Test
  void whatHasNothingToDoWithTheCardIsNotKept() throws Exception {
    assertThat(verdict(OwnProcessProverTest::fullDisk, SGD).reason())
        .contains("java.io.UncheckedIOException")
        .endsWith("(it is tried again the next time)");
    assertThat(file()).doesNotExist();
  }

  private static Device fullDisk() {
    throw new UncheckedIOException(new IOException("No space left on device"));
  }

  private static Device crashingInTraining() {
    return AlteredDevice.of(
        new CpuDevice(),
        "batch",
        () -> {
          if (isTraining()) {
            Runtime.getRuntime().halt(139);
          }
          return null;
        });
  }

  private static boolean isTraining() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith("TrainingSpeed")));
  }

  /** What was passed before stays, and other kinds of packs are timed. */
  @Test
  void aCrashInTrainingIsOfThatKindOfPackAlone() throws Exception {
    assertThat(verdict(OwnProcessProverTest::crashingInTraining, SGD).reason())
        .matches(
            "it is not known how fast it trains packs of sgd: the process that tries it out ended"
                + " with exit code 139, in training by sgd \\(.*\\.json; it is tried again tomorrow,"
                + " or once that file is removed\\)");
    assertThat(kept().checks()).isPositive();
    assertThat(kept().fault()).isNull();

    Verdict other = verdict(CpuDevice::new, OwnProcessProverTest::slow, workload(adam()));
    assertThat(other).isInstanceOf(Taken.class);
    assertThat(kept().untimed()).hasSize(1);
    assertThat(verdict(CpuDevice::new, OwnProcessProverTest::slow, SGD))
        .as("until tomorrow")
        .isInstanceOf(LeftIdle.class);
  }

  private static Device smallOnce() {
    return AlteredDevice.of(
        new CpuDevice(),
        "matrix",
        () -> {
          if (isTraining() && OPENED.incrementAndGet() == 1) {
            throw new OutOfMemoryError("CL_MEM_OBJECT_ALLOCATION_FAILURE");
          }
          return null;
        });
  }

  private static final AtomicInteger OPENED = new AtomicInteger();

  @Tag("slow")
  @Test
  void aPackThatDoesNotFitIsHalvedAndTimed() {
    assertThat(verdict(OwnProcessProverTest::smallOnce, OwnProcessProverTest::slow, SGD))
        .isInstanceOf(Taken.class);
  }

  private static Device noProcessor() {
    throw new OutOfMemoryError("Java heap space");
  }

  @Tag("slow")
  @Test
  void packsThatOnlyTheCardHasMemoryForAreItsOwn() {
    assertThat(verdict(CpuDevice::new, OwnProcessProverTest::noProcessor, SGD).reason())
        .matches(
            "passes [\\d,]+ checks; trains packs of sgd, of which 2 cores make no step in time .*");
  }

  /** Two slots with a dense solver at 28 x 28 hold a matrix of 7840 x 7840 each. */
  @Test
  void theProcessHasTheMemoryOfItsWork() {
    Workload small = workload(Specs.sgd(0.1));
    Pack dense =
        Pack.of(
            small.pack().specs().stream()
                .map(
                    spec ->
                        new TrialSpec(
                            spec.data(),
                            spec.model(),
                            Specs.natural(1, 0, 0.1, Fisher.EXACT, Solver.DENSE),
                            spec.schedule(),
                            0))
                .toList(),
            "data");
    Workload large = new Workload(dense, 784, 10, 784, 1);

    assertThat(bytes(small, 2)).isLessThan(600L << 20);
    assertThat(bytes(large, 2)).isGreaterThan(2L * 7840 * 7840 * 8 * 2);
    assertThat(bytes(large, 8)).isGreaterThan(3 * bytes(large, 2));
  }

  private static long bytes(Workload workload, int slots) {
    return new TimingTask(CpuDevice::new, CpuDevice::new, slots, workload, 1).bytes();
  }

  /** On short packs, too, the rounds end. */
  @Test
  void packsOfAFewStepsAreTimed() {
    Pack two =
        Pack.of(
            SGD.pack().specs().stream()
                .map(
                    spec ->
                        new TrialSpec(
                            spec.data(),
                            spec.model(),
                            spec.optimizer(),
                            Specs.schedule(2, 2, 100),
                            0))
                .toList(),
            "data");
    Workload workload = new Workload(two, 16, 3, 16, 4);
    try (Device device = new CpuDevice()) {
      assertThat(TrainingSpeed.measure(device, workload, workload.data(), 2, 2))
          .isPositive()
          .isLessThan(1);
    }
  }

  private String subject() throws IOException {
    return JsonMapper.builder().build().readTree(file().toFile()).get("subject").asText();
  }

  private Evidence kept() throws IOException {
    return new EvidenceFile(file(), subject()).read().orElseThrow();
  }

  @Test
  void aFastCardIsTaken() {
    Verdict verdict =
        new Judgement(
                Evidence.passed(1467)
                    .with(OwnProcessProver.kind(SGD, 8), new Evidence.Speed(1e-6, 12e-6)),
                List.of(SGD),
                List.of(OwnProcessProver.kind(SGD, 8)),
                8)
            .of(CARD, Path.of("FILE"));

    assertThat(verdict)
        .isEqualTo(
            new Taken(
                "passes 1,467 checks; trains packs of sgd 12 times as fast as 8 cores (FILE)"));
  }

  /** What it is slower at may cost less than what it is faster at. */
  @Test
  void allKindsOfPacksCount() {
    Workload adam = workload(adam()).plus(1e9);
    Evidence evidence =
        Evidence.passed(1467)
            .with(OwnProcessProver.kind(SGD, 1), new Evidence.Speed(1e-6, 9e-6))
            .with(OwnProcessProver.kind(adam, 1), new Evidence.Speed(2e-6, 1e-6));

    List<String> kinds = List.of(OwnProcessProver.kind(SGD, 1), OwnProcessProver.kind(adam, 1));
    assertThat(new Judgement(evidence, List.of(SGD, adam), kinds, 1).of(CARD, Path.of("FILE")))
        .isEqualTo(
            new LeftIdle("it trains packs of sgd, adam at 0.50 of the speed of a core (FILE)"));
  }

  /** Where the processor makes no step in time, anything is faster. */
  @Test
  void noStepInTimeIsSlow() {
    double never = Double.POSITIVE_INFINITY;
    assertThat(judged(never, never)).isInstanceOf(LeftIdle.class);
    assertThat(judged(never, 1)).isInstanceOf(LeftIdle.class);
    assertThat(judged(1, never)).isInstanceOf(Taken.class);
  }

  private Verdict judged(double device, double processor) {
    Evidence evidence =
        Evidence.passed(1)
            .with(OwnProcessProver.kind(SGD, 1), new Evidence.Speed(device, processor));
    return new Judgement(evidence, List.of(SGD), List.of(OwnProcessProver.kind(SGD, 1)), 1)
        .of(CARD, folder);
  }
}
