package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.device.AlteredDevice;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.Adam;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.function.IOConsumer;
import org.junit.jupiter.api.Test;

/** A checkpoint that is of no use is as good as none. */
class DamagedCheckpointsTest {
  private static final int STEPS = 6;
  private static final Pack PACK = pack(1);

  /** Behind the mark and before the blocks. */
  private static final int VERSION_OFFSET = 7;

  private static final byte[] CONTENT = checkpoint(PACK);

  private static Pack pack(int recordEvery) {
    Schedule schedule = Specs.schedule(STEPS, STEPS, 100, 0, recordEvery);
    return Pack.of(
        Packs.of(14, 8, STEPS, Packs.PLAIN, adam(0.01), adam(0.02), adam(0.03)).specs().stream()
            .map(t -> new TrialSpec(t.data(), t.model(), t.optimizer(), schedule, t.seed()))
            .toList(),
        "data");
  }

  private static Adam adam(double rate) {
    return Specs.adam(Specs.rate(rate), 0.9, 0.99, 1e-8);
  }

  private static byte[] checkpoint(Pack pack) {
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    assertThatThrownBy(() -> ResumptionTest.train(pack, new StopAfter(3), checkpoints))
        .isInstanceOf(StoppedException.class);
    return checkpoints.content();
  }

  private static long resumedSteps(byte[] content) {
    StopAfter monitor = StopAfter.never();
    List<Outcome> outcomes = ResumptionTest.train(PACK, monitor, MemoryCheckpoints.of(content));
    ResumptionTest.assertSame(outcomes, Packs.train(PACK), "from a checkpoint");
    return monitor.resumedSteps();
  }

  @Test
  void oneThatIsWholeIsUsed() {
    assertThat(CONTENT).hasSizeGreaterThan(BlockOutputStream.BLOCK_LENGTH);
    assertThat(resumedSteps(CONTENT)).isEqualTo(9);
  }

  @Test
  void oneWithAnyBitChangedIsIgnored() {
    int stride = CONTENT.length / 23;
    for (int at = 0; at < CONTENT.length; at += at < 16 ? 1 : stride) {
      byte[] damaged = CONTENT.clone();
      damaged[at] = (byte) (damaged[at] ^ 1 << at % 8);
      assertThat(resumedSteps(damaged)).as("byte %d of %d", at, CONTENT.length).isZero();
    }
  }

  @Test
  void oneThatIsCutShortIsIgnored() {
    for (int length :
        new int[] {1, 7, 8, 20, 70, 1 << 16, CONTENT.length - 8, CONTENT.length - 1}) {
      assertThat(resumedSteps(Arrays.copyOf(CONTENT, length))).as("%d bytes", length).isZero();
    }
  }

  @Test
  void oneOfAnotherVersionIsIgnored() {
    byte[] older = CONTENT.clone();
    older[VERSION_OFFSET]--;
    assertThat(resumedSteps(older)).isZero();
  }

  @Test
  void oneOfAnotherPackIsIgnored() {
    assertThat(resumedSteps(checkpoint(new Pack(PACK.trials().subList(0, 1))))).isZero();
  }

  /** The same pack by its id, and another curve. */
  @Test
  void oneWhoseCurvesHaveOtherPointsIsIgnored() {
    Pack thinner = pack(2);
    assertThat(thinner.id()).isEqualTo(PACK.id());
    assertThat(resumedSteps(checkpoint(thinner))).isZero();
  }

  /** The same pack, and another rounding. */
  @Test
  void oneOfAnotherKindOfDeviceIsIgnored() {
    StopAfter monitor = StopAfter.never();

    ResumptionTest.train(
        PACK,
        monitor,
        MemoryCheckpoints.of(CONTENT),
        () -> AlteredDevice.of(new CpuDevice(), "kind", () -> DeviceRequest.ND4J_CUDA));

    assertThat(monitor.resumedSteps()).isZero();
  }

  @Test
  void oneThatCannotBeReadIsIgnored() {
    Checkpoints unreadable =
        new Checkpoints() {
          @Override
          public Optional<InputStream> newest() throws IOException {
            throw new IOException("no such disk");
          }

          @Override
          public boolean isDue() {
            return false;
          }

          @Override
          public void save(IOConsumer<OutputStream> content) {}
        };
    ResumptionTest.assertSame(
        ResumptionTest.train(PACK, Monitor.NONE, unreadable), Packs.train(PACK), "unreadable");
  }
}
