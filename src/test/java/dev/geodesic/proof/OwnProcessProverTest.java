package dev.geodesic.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.device.AlteredDevice;
import dev.geodesic.device.Device;
import dev.geodesic.device.Prover.Verdict;
import dev.geodesic.device.Prover.Verdict.LeftIdle;
import dev.geodesic.device.Prover.Verdict.Taken;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.parameter.Assignment;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.Adam;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
      return files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
    }
  }

  @Test
  void aSlowCardIsLeftIdleAndItsProofIsKept() throws Exception {
    Verdict first = verdict(OwnProcessProverTest::slow, SGD);

    assertThat(first).isInstanceOf(LeftIdle.class);
    assertThat(first.reason())
        .matches("it trains packs of sgd at 0\\.\\d+ of the speed of 2 cores");
    assertThat(said)
        .containsExactly(
            "device: Card (Maker's OpenCL 1.0) is tried out in a process of its own, once for these"
                + " kinds of packs");

    assertThat(verdict(OwnProcessProverTest::crashing, SGD)).isEqualTo(first);
    assertThat(said).hasSize(1);

    // Of another kind of pack only the speed is unknown.
    Workload adam = workload(adam());
    assertThat(verdict(CpuDevice::new, OwnProcessProverTest::slow, adam).reason())
        .matches("passes [\\d,]+ checks; trains packs of adam .+ times as fast as 2 cores");
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
                + " device check --device opencl; it is tried again once .*\\.json is removed");
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
        .matches("VectorKernels\\.\\w+ is wrong there: geodesic device check --device opencl");
  }

  @Test
  void aFastCardIsTaken() {
    Verdict verdict =
        new Judgement(
                Evidence.passed(1467).with(ProofTask.key(SGD, 8), new Evidence.Speed(1e-6, 12e-6)),
                List.of(SGD),
                8)
            .of(CARD, folder);

    assertThat(verdict)
        .isEqualTo(
            new Taken("passes 1,467 checks; trains packs of sgd 12 times as fast as 8 cores"));
  }

  /** What it is slower at may cost less than what it is faster at. */
  @Test
  void allKindsOfPacksCount() {
    Workload adam = workload(adam()).plus(1e9);
    Evidence evidence =
        Evidence.passed(1467)
            .with(ProofTask.key(SGD, 1), new Evidence.Speed(1e-6, 9e-6))
            .with(ProofTask.key(adam, 1), new Evidence.Speed(2e-6, 1e-6));

    assertThat(new Judgement(evidence, List.of(SGD, adam), 1).of(CARD, folder))
        .isEqualTo(new LeftIdle("it trains packs of sgd, adam at 0.50 of the speed of a core"));
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
        Evidence.passed(1).with(ProofTask.key(SGD, 1), new Evidence.Speed(device, processor));
    return new Judgement(evidence, List.of(SGD), 1).of(CARD, folder);
  }

  /** As {@code auto} would do it, if PoCL were a GPU. */
  @Test
  void aDriverOfThisMachineIsTriedOut() throws Exception {
    OpenClCards cards = new OwnProcess(PATIENCE).run(new CardsTask());
    assumeTrue(cards instanceof OpenClCards.Present, cards::toString);
    OpenClCard card = ((OpenClCards.Present) cards).cards().get(0);

    Verdict verdict = verdict(Opening.opencl(card.ordinal()), SGD);

    assertThat(verdict.reason())
        .matches(
            "(passes [\\d,]+ checks; trains packs of sgd .* times as fast as 2 cores"
                + "|it trains packs of sgd at .* of the speed of 2 cores"
                + "|\\S+ is wrong there: geodesic device check --device opencl)");
    // By name: what a driver says of memory need not be the same in every process.
    assertThat(OpenClCards.ofThisMachine()).hasToString(cards.toString());
  }
}
