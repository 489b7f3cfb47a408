package dev.geodesic.sweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.IdxFiles;
import dev.geodesic.data.PreparedData;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.sweep.task.Isolation.Trained;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialStatus;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real trials, one of which cannot be computed. Nothing numeric makes the solvers throw for one
 * trial of a pack and not for the others (what is not finite diverges), so the trouble is made
 * here.
 */
class IsolationTest {
  private static final Sgd TROUBLE = Specs.sgd(0.2);

  @TempDir private Path temporary;

  private Pack pack() {
    String directory = IdxFiles.write(temporary, 4, 3, 30, 9).toString();
    return Sweeps.pack(
        Sweeps.data(directory, 4, 6), Sweeps.SCHEDULE, Specs.sgd(0.1), TROUBLE, Specs.sgd(0.3));
  }

  private static List<Outcome> train(Pack pack, Monitor monitor) {
    DataSpec data = pack.structure().data();
    PreparedData prepared =
        DataSetLoader.load(
                SparkApplication.of(SparkFixture.spark().sparkContext()), data, line -> {})
            .prepare(data.prepared());
    try (Device device = new CpuDevice();
        ResidentData resident = ResidentData.upload(device, prepared, ResidentData.Bias.NONE)) {
      return PackTrainer.train(pack, resident, device, monitor);
    }
  }

  private static List<Outcome> trainOr(Pack pack, Supplier<Object> trouble) {
    boolean troubled = pack.specs().stream().anyMatch(t -> t.optimizer().equals(TROUBLE));
    return troubled && trouble.get() != null ? List.of() : train(pack, Monitor.NONE);
  }

  private static List<Outcome> outcomes(List<Trained> parts) {
    return parts.stream().flatMap(trained -> trained.outcomes().stream()).toList();
  }

  private static double[] losses(Outcome outcome) {
    return outcome.curve().stream().mapToDouble(CurvePoint::trainLoss).toArray();
  }

  private void assertTheOthersTrain(Supplier<Object> trouble, Unfinished status, int halvings) {
    Pack pack = pack();
    List<Trained> parts = Isolation.train(pack, (part, halved) -> trainOr(part, trouble));
    List<Outcome> outcomes = outcomes(parts);
    assertThat(parts).extracting(Trained::halvings).containsOnly(halvings);
    assertThat(outcomes).extracting(Outcome::trial).isEqualTo(pack.trials());
    assertThat(outcomes.get(1).status()).isEqualTo(status);
    assertThat(outcomes.get(1).curve()).isEmpty();
    for (int t : new int[] {0, 2}) {
      assertThat(outcomes.get(t).status()).isEqualTo(new TrialStatus.Completed());
      Outcome alone = train(new Pack(List.of(pack.trials().get(t))), Monitor.NONE).get(0);
      assertThat(losses(outcomes.get(t))).hasSize(12).containsExactly(losses(alone));
    }
  }

  @Test
  void anExceptionFailsItsTrialAlone() {
    assertTheOthersTrain(
        () -> {
          throw new ArithmeticException("no convergence\nand more");
        },
        new Unfinished(FailureKind.FAILED_CONFIG, "java.lang.ArithmeticException: no convergence"),
        0);
  }

  /** Three trials: the first half is one of them, the second half is halved once more. */
  @Test
  void wantOfMemoryHalvesThePack() {
    List<Trained> parts =
        Isolation.train(pack(), (part, halved) -> trainOr(part, () -> new long[Integer.MAX_VALUE]));
    assertThat(parts).extracting(Trained::halvings).containsExactly(1, 2, 2);
    assertThat(parts).allMatch(trained -> trained.outcomes().size() == 1);
    assertThat(outcomes(parts))
        .extracting(Outcome::status)
        .containsExactly(
            new TrialStatus.Completed(),
            new Unfinished(
                FailureKind.OUT_OF_MEMORY,
                "java.lang.OutOfMemoryError: Requested array size exceeds VM limit"),
            new TrialStatus.Completed());
  }

  @Test
  void aLostDeviceIsTroubleOfTheMachine() {
    assertThatThrownBy(
            () ->
                Isolation.train(
                    pack(),
                    (part, halved) -> {
                      throw new DeviceLostException("error 700", new IllegalStateException());
                    }))
        .isInstanceOf(DeviceLostException.class);
  }

  @Test
  void aPackWithoutTroubleIsTrainedOnce() {
    List<Pack> trained = new ArrayList<>();
    Pack pack = pack();
    List<Outcome> outcomes =
        outcomes(
            Isolation.train(
                pack,
                (part, halved) -> {
                  trained.add(part);
                  return train(part, Monitor.NONE);
                }));
    assertThat(trained).containsExactly(pack);
    assertThat(outcomes).extracting(Outcome::status).containsOnly(new TrialStatus.Completed());
  }

  @Test
  void aStoppedPackIsNoFailure() {
    Monitor stopped =
        new Monitor() {
          @Override
          public boolean isStopped() {
            return true;
          }

          @Override
          public void stepped(int trials) {}

          @Override
          public void diverged() {}
        };
    Pack pack = pack();
    assertThatThrownBy(() -> Isolation.train(pack, (part, halved) -> train(part, stopped)))
        .isInstanceOf(StoppedException.class);
  }
}
