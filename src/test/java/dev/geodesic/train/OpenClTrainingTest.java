package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.device.opencl.OpenClDevice;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimizer trains by OpenCL as on the processor, alone as in company, and after a stop. */
class OpenClTrainingTest {
  private static final int STEPS = 100;

  /** The largest relative difference of a loss from the processor's. */
  private static final double TOLERANCE = 1e-5;

  /** One iteration more or less of an inner loop is no rounding. */
  private static final double ITERATIVE_TOLERANCE = 1e-4;

  @BeforeAll
  static void needsOpenCl() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof OpenClCards.Present, cards::toString);
  }

  static Stream<Pack> packs() {
    return all().filter(pack -> !isSlow(pack));
  }

  static Stream<Pack> slowPacks() {
    return all().filter(OpenClTrainingTest::isSlow);
  }

  /** On a processor, the eigenvalues of a network's whole Fisher matrix take PoCL half a minute. */
  private static boolean isSlow(Pack pack) {
    return !pack.structure().model().hidden().isEmpty()
        && pack.specs().get(0).optimizer() instanceof NaturalGradient natural
        && natural.solver() == Solver.DENSE;
  }

  private static Stream<Pack> all() {
    List<ModelSpec> models = List.of(Packs.PLAIN, ResumableTrials.TANH);
    return Stream.concat(
        FusedPacksTest.packs(models, STEPS),
        models.stream()
            .flatMap(
                model ->
                    Arrays.stream(Eigenvalues.values()).map(kind -> kroneckerPack(model, kind))));
  }

  private static Pack kroneckerPack(ModelSpec model, Eigenvalues kind) {
    return Packs.of(
        7,
        8,
        STEPS,
        model,
        Stream.of(0.1, 0.3)
            .map(
                damping ->
                    Specs.kronecker(Specs.rate(0.05), Specs.damping(damping), 0.95, 10, kind))
            .toArray(OptimizerSpec[]::new));
  }

  private static List<Outcome> train(Pack pack, PreparedData digits) {
    return Packs.train(pack, digits, () -> OpenClDevice.open(0));
  }

  @ParameterizedTest
  @MethodSource("packs")
  void takesTheStepsOfTheProcessor(Pack pack) {
    PreparedData digits = FusedPacksTest.digits(pack.structure().data().downsample());
    List<Outcome> expected = Packs.train(pack, digits);
    List<Outcome> found = train(pack, digits);
    boolean isIterative = pack.specs().get(0).optimizer() instanceof ConjugateGradient;
    double tolerance = isIterative ? ITERATIVE_TOLERANCE : TOLERANCE;
    for (int t = 0; t < expected.size(); t++) {
      double[] right = Packs.trainLosses(expected.get(t));
      double[] losses = Packs.trainLosses(found.get(t));
      assertThat(found.get(t).status()).isEqualTo(expected.get(t).status());
      assertThat(losses).hasSameSizeAs(right);
      for (int i = 0; i < right.length; i++) {
        assertThat(losses[i])
            .as("trial %d, point %d", t, i)
            .isCloseTo(right[i], within(tolerance * right[i]));
      }
    }
    Outcome alone = train(new Pack(List.of(pack.trials().get(1))), digits).get(0);
    Packs.assertSame(found.get(1), alone, "alone");
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("slowPacks")
  void takesTheSlowStepsOfTheProcessor(Pack pack) {
    takesTheStepsOfTheProcessor(pack);
  }

  @ParameterizedTest
  @EnumSource(ResumableTrials.class)
  void aStopChangesNoBit(ResumableTrials kind) {
    Pack pack = kind.pack(ResumableTrials.TANH);
    PreparedData digits = RealDigits.at(pack.structure().data().downsample());
    List<Outcome> undisturbed = train(pack, digits);
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    assertThatThrownBy(() -> train(pack, digits, new StopAfter(6), checkpoints))
        .isInstanceOf(StoppedException.class);
    StopAfter monitor = StopAfter.never();
    List<Outcome> outcomes = train(pack, digits, monitor, checkpoints);
    assertThat(monitor.resumedSteps()).isPositive();
    assertThat(Packs.bits(outcomes)).isEqualTo(Packs.bits(undisturbed));
  }

  private static List<Outcome> train(
      Pack pack, PreparedData digits, Monitor monitor, Checkpoints checkpoints) {
    try (OpenClDevice device = OpenClDevice.open(0);
        ResidentData data = ResidentData.upload(device, digits, ResidentData.Bias.APPENDED)) {
      return PackTrainer.train(
          Leg.whole(pack), data, device, monitor, checkpoints, RungStates.NONE);
    }
  }
}
