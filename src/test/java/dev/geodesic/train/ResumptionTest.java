package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.conf.SampleOptimizers;
import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialStatus;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A pack that is stopped and goes on elsewhere ends as if nothing had happened, to the bit. */
class ResumptionTest {
  /** Between two decompositions of Kronecker factors, at one, and in a warm-up. */
  private static final int[] STOPS = {1, 3, 6, 13, 22};

  static Stream<Arguments> optimizersAndModels() {
    return Arrays.stream(ResumableTrials.values())
        .flatMap(
            kind ->
                Stream.of(Packs.PLAIN, ResumableTrials.TANH)
                    .map(model -> Arguments.of(kind, model)));
  }

  @Test
  void everyOptimizerIsAmongThem() {
    assertThat(
            Arrays.stream(ResumableTrials.values())
                .map(kind -> kind.pack(Packs.PLAIN).specs().get(0).optimizer().name()))
        .containsAll(SampleOptimizers.plain().stream().map(OptimizerSpec::name).toList());
  }

  @ParameterizedTest
  @MethodSource("optimizersAndModels")
  void aStopChangesNoBit(ResumableTrials kind, ModelSpec model) {
    Pack pack = kind.pack(model);
    List<Outcome> undisturbed = Packs.train(pack);
    for (int stop : STOPS) {
      MemoryCheckpoints checkpoints = new MemoryCheckpoints();
      stop(pack, new StopAfter(stop), checkpoints);
      StopAfter monitor = StopAfter.never();
      assertSame(train(pack, monitor, checkpoints), undisturbed, "stopped after " + stop);
      assertThat(monitor.resumedSteps()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("optimizersAndModels")
  void someTrialsDivergeBeforeAStopAndSomeAfterIt(ResumableTrials kind, ModelSpec model) {
    Pack pack = kind.pack(model);
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    stop(pack, new StopAfter(3), checkpoints);
    StopAfter monitor = StopAfter.never();
    List<Outcome> outcomes = train(pack, monitor, checkpoints);
    long diverged =
        outcomes.stream().filter(o -> o.status() instanceof TrialStatus.Diverged).count();
    assertThat(monitor.divergedBefore()).isPositive();
    assertThat(monitor.divergedInAll()).isEqualTo((int) diverged);
    assertThat(diverged).isGreaterThan(monitor.divergedBefore()).isLessThan(outcomes.size());
  }

  @ParameterizedTest
  @EnumSource(ResumableTrials.class)
  void aStopAfterEveryStepChangesNoBit(ResumableTrials kind) {
    Pack pack = kind.pack(ResumableTrials.TANH);
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    for (int step = 1; step < ResumableTrials.STEPS; step++) {
      stop(pack, new StopAfter(1), checkpoints);
    }
    assertThat(checkpoints.saved()).isEqualTo(ResumableTrials.STEPS - 1);
    assertSame(train(pack, Monitor.NONE, checkpoints), Packs.train(pack), "stopped at every step");
  }

  /** The cross-check draws on the step's own inversions. */
  @Test
  void pointsOfAllKindsAreKept() {
    Schedule schedule = Specs.schedule(ResumableTrials.STEPS, 10, 30, 4, 5);
    Pack pack = ResumableTrials.LEVENBERG_MARQUARDT.pack(Packs.PLAIN, schedule);
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    stop(pack, new StopAfter(13), checkpoints);
    assertSame(train(pack, Monitor.NONE, checkpoints), Packs.train(pack), "stopped after 13");
  }

  /** Long steps are given up before their end; what came before them is kept. */
  @ParameterizedTest
  @MethodSource("optimizersAndModels")
  void aStopInTheMiddleOfAStepChangesNoBit(ResumableTrials kind, ModelSpec model) {
    Pack pack = kind.pack(model);
    List<Outcome> undisturbed = Packs.train(pack);
    for (int stop : new int[] {2, 9, 30, 47}) {
      MemoryCheckpoints checkpoints = new MemoryCheckpoints();
      AtomicInteger asked = new AtomicInteger();
      Monitor impatient =
          new Monitor() {
            @Override
            public boolean isStopped() {
              return asked.incrementAndGet() > stop;
            }

            @Override
            public void stepped(int trials) {}

            @Override
            public void diverged() {}
          };
      stopIfAsked(pack, impatient, checkpoints);
      assertSame(train(pack, Monitor.NONE, checkpoints), undisturbed, "asked " + stop + " times");
    }
  }

  /** A pack whose steps do not ask may end before. */
  private static void stopIfAsked(Pack pack, Monitor monitor, Checkpoints checkpoints) {
    try {
      train(pack, monitor, checkpoints);
    } catch (StoppedException e) {
      assertThat(e).hasMessageContaining("stopped before step");
    }
  }

  /** A lost process says nothing before it goes: what it did since its last checkpoint is lost. */
  @Test
  void aLostProcessCostsTheStepsSinceItsLastCheckpoint() {
    Pack pack = ResumableTrials.EKFAC.pack(ResumableTrials.TANH);
    AtomicInteger asked = new AtomicInteger();
    MemoryCheckpoints checkpoints = new MemoryCheckpoints(() -> asked.incrementAndGet() % 5 == 0);
    Monitor dying =
        new Monitor() {
          private int steps;

          @Override
          public boolean isStopped() {
            if (steps == 13) {
              throw new IllegalStateException("lost");
            }
            return false;
          }

          @Override
          public void stepped(int trials) {
            steps++;
          }

          @Override
          public void diverged() {}
        };
    assertThatThrownBy(() -> train(pack, dying, checkpoints))
        .isInstanceOf(IllegalStateException.class);
    assertThat(checkpoints.saved()).isEqualTo(2);
    StopAfter three = new StopAfter(3);
    stop(pack, three, checkpoints);
    assertThat(three.resumedSteps()).isPositive();
    assertSame(train(pack, Monitor.NONE, checkpoints), Packs.train(pack), "lost and stopped");
  }

  @Test
  void aPackThatIsStoppedTwiceAtOnePlaceIsSavedOnce() {
    Pack pack = ResumableTrials.SGD.pack(Packs.PLAIN);
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    stop(pack, new StopAfter(4), checkpoints);
    stop(pack, new StopAfter(0), checkpoints);
    assertThat(checkpoints.saved()).isEqualTo(1);
  }

  @Test
  void secondsGoOnFromWhereTheyWere() {
    Pack pack = ResumableTrials.MOMENTUM.pack(Packs.PLAIN);
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    stop(pack, new StopAfter(12), checkpoints);
    List<CurvePoint> curve = train(pack, Monitor.NONE, checkpoints).get(1).curve();
    assertThat(curve).extracting(CurvePoint::seconds).isSorted().doesNotHaveDuplicates();
  }

  private static void stop(Pack pack, Monitor monitor, Checkpoints checkpoints) {
    assertThatThrownBy(() -> train(pack, monitor, checkpoints))
        .isInstanceOf(StoppedException.class);
  }

  /** On a device of its own, as another process has. */
  static List<Outcome> train(Pack pack, Monitor monitor, Checkpoints checkpoints) {
    return train(pack, monitor, checkpoints, CpuDevice::new);
  }

  static List<Outcome> train(
      Pack pack, Monitor monitor, Checkpoints checkpoints, Supplier<Device> devices) {
    PreparedData prepared = RealDigits.at(pack.structure().data().downsample());
    ResidentData.Bias bias =
        pack.structure().model().bias() ? ResidentData.Bias.APPENDED : ResidentData.Bias.NONE;
    try (Device device = devices.get();
        ResidentData data = ResidentData.upload(device, prepared, bias)) {
      return PackTrainer.train(
          Leg.whole(pack), data, device, monitor, checkpoints, RungStates.NONE);
    }
  }

  /** All but the time it took. */
  static void assertSame(List<Outcome> actual, List<Outcome> expected, String when) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int t = 0; t < expected.size(); t++) {
      String which = "trial " + t + ", " + when;
      assertThat(actual.get(t).status()).as(which).isEqualTo(expected.get(t).status());
      assertThat(timeless(actual.get(t))).as(which).isEqualTo(timeless(expected.get(t)));
    }
  }

  private static List<CurvePoint> timeless(Outcome outcome) {
    return outcome.curve().stream()
        .map(
            p ->
                new CurvePoint(
                    p.step(),
                    p.trainLoss(),
                    p.change(),
                    p.curvature(),
                    p.crossCheck(),
                    p.holdout(),
                    p.validation(),
                    0))
        .toList();
  }
}
