package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.data.Samples;
import dev.geodesic.data.SparseRows;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.nd4j.Nd4jDevice;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Rung;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples held sparse train as the same samples do that are held dense. */
class SparseTrainingTest {
  private static final int SIDE = 7;
  private static final int TRAIN = 400;
  private static final int HOLDOUT = 120;

  /** Greys below this count as the background, so that most values are 0. */
  private static final float FAINT = 0.4f;

  /** Where trials that will diverge have not yet made much of a last digit. */
  private static final int POINTS = 3;

  /** A loss beyond that of guessing. */
  private static final double LOST = 4;

  private static final PreparedData DENSE = dense(RealDigits.at(SIDE));
  private static final PreparedData SPARSE =
      new PreparedData(
          sparse(DENSE.train()), null, sparse(DENSE.holdout()), DENSE.classes(), "digits");

  private static PreparedData dense(PreparedData all) {
    return new PreparedData(
        first(all.train(), TRAIN), null, first(all.holdout(), HOLDOUT), all.classes(), "digits");
  }

  private static Samples first(Samples samples, int count) {
    float[] features = Arrays.copyOf(samples.features(), count * samples.width());
    for (int i = 0; i < features.length; i++) {
      features[i] = features[i] < FAINT ? 0 : features[i];
    }
    return new Samples(features, Arrays.copyOf(samples.labels(), count), samples.width());
  }

  private static Samples sparse(Samples dense) {
    float[] all = dense.features();
    int[] starts = new int[dense.count() + 1];
    int[] columns = new int[all.length];
    float[] values = new float[all.length];
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] != 0) {
        columns[count] = i % dense.width();
        values[count++] = all[i];
      }
      starts[i / dense.width() + 1] = count;
    }
    assertThat(count).isLessThan(all.length / 3);
    return new Samples(
        new SparseRows(
            starts, Arrays.copyOf(columns, count), Arrays.copyOf(values, count), dense.width()),
        dense.labels());
  }

  static Stream<Arguments> packs() {
    return Arrays.stream(ResumableTrials.values())
        .flatMap(
            kind ->
                Stream.of(Packs.PLAIN, ResumableTrials.TANH)
                    .map(model -> Arguments.of(kind, model)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("packs")
  void theStepsAreThoseOfDenseSamples(ResumableTrials kind, ModelSpec model) {
    assertSameSteps(kind, model, CpuDevice::new);
  }

  @ParameterizedTest
  @EnumSource(names = {"SGD", "DAMPED", "CG", "EKFAC"})
  void theyAreByNd4j(ResumableTrials kind) {
    assertSameSteps(kind, Packs.PLAIN, () -> new Nd4jDevice("nd4j-cuda"));
  }

  private static void assertSameSteps(
      ResumableTrials kind, ModelSpec model, Supplier<Device> devices) {
    Pack pack = kind.pack(model);
    List<Outcome> expected = Packs.train(pack, DENSE);
    List<Outcome> found = Packs.train(pack, SPARSE, devices);
    // One iteration more or less of its inner loop is no rounding.
    double tolerance = kind == ResumableTrials.CG ? 2e-2 : 2e-3;
    for (int t = 0; t < expected.size(); t++) {
      double[] right = Packs.trainLosses(expected.get(t));
      double[] losses = Packs.trainLosses(found.get(t));
      for (int i = 0; i < Math.min(POINTS, Math.min(right.length, losses.length)); i++) {
        if (right[i] > LOST) {
          // A trial that is about to diverge magnifies a rounding without a bound.
          break;
        }
        assertThat(losses[i])
            .as("trial %d, point %d", t, i)
            .isCloseTo(right[i], within(tolerance * right[i]));
      }
    }
  }

  /** At a mild rate nothing magnifies a rounding: all points agree to its size. */
  @Test
  void aWholeCurveAgreesToRounding() {
    Pack pack = Packs.of(SIDE, 8, 60, Packs.PLAIN, Specs.sgd(0.1), Specs.sgd(0.01));
    List<Outcome> expected = Packs.train(pack, DENSE);
    List<Outcome> found = Packs.train(pack, SPARSE);
    for (int t = 0; t < expected.size(); t++) {
      double[] right = Packs.trainLosses(expected.get(t));
      double[] losses = Packs.trainLosses(found.get(t));
      assertThat(losses).hasSameSizeAs(right);
      for (int i = 0; i < right.length; i++) {
        assertThat(losses[i]).isCloseTo(right[i], within(1e-6 * right[i]));
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("packs")
  void companyChangesNoBit(ResumableTrials kind, ModelSpec model) {
    Pack pack = kind.pack(model);
    List<Outcome> together = Packs.train(pack, SPARSE);
    for (int t = 0; t < together.size(); t++) {
      Pack alone = new Pack(List.of(pack.trials().get(t)));
      Packs.assertSame(Packs.train(alone, SPARSE).get(0), together.get(t), "trial " + t);
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("packs")
  void aStopChangesNoBit(ResumableTrials kind, ModelSpec model) {
    Pack pack = kind.pack(model);
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    Leg whole = Leg.whole(pack);
    assertThatThrownBy(() -> train(whole, new StopAfter(13), checkpoints, RungStates.NONE))
        .isInstanceOf(StoppedException.class);
    StopAfter monitor = StopAfter.never();
    ResumptionTest.assertSame(
        train(whole, monitor, checkpoints, RungStates.NONE),
        Packs.train(pack, SPARSE),
        "stopped after 13");
    assertThat(monitor.resumedSteps()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"SGD", "ADAM", "CG", "EKFAC"})
  void legsChangeNoBit(ResumableTrials kind) {
    Pack pack = kind.pack(Packs.PLAIN);
    List<Outcome> undisturbed = Packs.train(pack, SPARSE);
    LegsTest.MemoryRungs states = new LegsTest.MemoryRungs();
    Leg first = new Leg(pack, 0, 10, new Rung(1, 2), List.of());
    List<Trial> alive =
        train(first, Monitor.NONE, Checkpoints.NONE, states).stream()
            .filter(outcome -> outcome.status() instanceof TrialStatus.Stopped)
            .map(Outcome::trial)
            .toList();
    List<Trial> some = new ArrayList<>(alive.subList(1, alive.size()));
    Leg last =
        new Leg(new Pack(some), 10, ResumableTrials.STEPS, new Rung(2, 2), List.of(first.id()));
    for (Outcome outcome : train(last, Monitor.NONE, Checkpoints.NONE, states)) {
      int at = pack.trials().indexOf(outcome.trial());
      Packs.assertSame(outcome, undisturbed.get(at), "trial " + at);
    }
  }

  private static List<Outcome> train(
      Leg leg, Monitor monitor, Checkpoints checkpoints, RungStates states) {
    ResidentData.Bias bias =
        leg.pack().structure().model().bias() ? ResidentData.Bias.APPENDED : ResidentData.Bias.NONE;
    try (Device device = new CpuDevice();
        ResidentData data = ResidentData.upload(device, SPARSE, bias)) {
      return PackTrainer.train(leg, data, device, monitor, checkpoints, states);
    }
  }
}
