package dev.geodesic.sweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.RealDigits;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.StoredCheckpoints;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.train.Checkpoints;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.RungStates;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.Specs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that are stopped and go on from the results directory. */
class PackCheckpointsTest {
  private static final Pack PACK =
      Sweeps.pack(Sweeps.data("mnist", 4, 6), Sweeps.SCHEDULE, Specs.sgd(0.1), Specs.sgd(0.3));
  private static final Duration ALWAYS = Duration.ZERO;
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir private Path directory;
  private StoredCheckpoints stored =
      new StoredCheckpoints(new ResultStore(URI.create("file:/"), new Configuration()));

  @BeforeEach
  void prepare() {
    stored = new StoredCheckpoints(new ResultStore(directory.toUri(), new Configuration()));
  }

  private TaskCheckpoints checkpoints(Duration interval) {
    return new TaskCheckpoints(stored, interval);
  }

  private static List<Outcome> train(Pack pack, Monitor monitor, Checkpoints checkpoints) {
    try (Device device = new CpuDevice();
        ResidentData data = ResidentData.upload(device, RealDigits.at(4), ResidentData.Bias.NONE)) {
      return PackTrainer.train(
          Leg.whole(pack), data, device, monitor, checkpoints, RungStates.NONE);
    }
  }

  private void stopAfter(int steps, Duration interval) {
    Counter monitor = new Counter(steps);
    assertThatThrownBy(() -> train(PACK, monitor, checkpoints(interval).of(Leg.whole(PACK))))
        .isInstanceOf(StoppedException.class);
  }

  /** Counts steps, and stops after some. */
  private static final class Counter implements Monitor {
    private final int most;
    private int steps;
    private long resumed;

    Counter(int most) {
      this.most = most;
    }

    @Override
    public boolean isStopped() {
      return steps >= most;
    }

    @Override
    public void resumed(long trialSteps, int diverged) {
      resumed = trialSteps;
    }

    @Override
    public void stepped(int trials) {
      steps++;
    }

    @Override
    public void diverged() {}
  }

  private Path file() {
    return directory.resolve("checkpoints").resolve(PACK.id() + ".checkpoint");
  }

  private static void assertSameLosses(List<Outcome> actual, List<Outcome> expected) {
    for (int t = 0; t < expected.size(); t++) {
      assertThat(actual.get(t).curve().stream().map(p -> p.trainLoss()))
          .containsExactlyElementsOf(
              expected.get(t).curve().stream().map(p -> p.trainLoss()).toList());
    }
  }

  @Test
  void aStoppedPackGoesOnAndIsForgottenWhenItIsCommitted() {
    stopAfter(5, NEVER);
    assertThat(file()).exists();
    TaskCheckpoints checkpoints = checkpoints(NEVER);
    Counter monitor = new Counter(100);
    List<Outcome> outcomes = train(PACK, monitor, checkpoints.of(Leg.whole(PACK)));
    assertThat(monitor.resumed).isEqualTo(10);
    assertThat(monitor.steps).isEqualTo(7);
    assertSameLosses(outcomes, train(PACK, Monitor.NONE, Checkpoints.NONE));
    checkpoints.delete();
    assertThat(file()).doesNotExist();
  }

  @Test
  void theIntervalIsKept() {
    train(PACK, Monitor.NONE, checkpoints(NEVER).of(Leg.whole(PACK)));
    assertThat(file()).doesNotExist();
    train(PACK, Monitor.NONE, checkpoints(ALWAYS).of(Leg.whole(PACK)));
    assertThat(file()).exists();
  }

  @Test
  void trialsThatTrainAloneHaveTheirOwn() throws IOException {
    TaskCheckpoints checkpoints = checkpoints(ALWAYS);
    train(PACK, Monitor.NONE, checkpoints.of(Leg.whole(PACK)));
    Pack alone = new Pack(PACK.trials().subList(0, 1));
    train(alone, Monitor.NONE, checkpoints.of(Leg.whole(alone)));
    assertThat(stored.open(alone.id())).isPresent();
    checkpoints.delete();
    assertThat(directory.resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void trainingGoesOnWhereNothingCanBeSaved() throws IOException {
    Files.createFile(directory.resolve("checkpoints"));
    List<Outcome> outcomes = train(PACK, Monitor.NONE, checkpoints(ALWAYS).of(Leg.whole(PACK)));
    assertSameLosses(outcomes, train(PACK, Monitor.NONE, Checkpoints.NONE));
  }

  /** As Spark does with a task that it kills. */
  @Test
  void anInterruptedTaskSavesAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    stopAfter(5, NEVER);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file()).exists();
  }
}
