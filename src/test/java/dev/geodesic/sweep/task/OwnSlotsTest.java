package dev.geodesic.sweep.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.device.AlteredDevice;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.trial.DeviceRequest;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnSlotsTest {
  private static final String EXECUTOR =
      "org.apache.spark.executor.CoarseGrainedExecutorBackend --driver-url spark://x --executor-id 0"
          + " --hostname 10.0.0.5 --cores %s --app-id app-1 --resourceProfileId 0";

  /** However many slots others have on average. */
  @ParameterizedTest
  @CsvSource({"8, 1, , 8", "8, 2, , 4", "8, 1, 0.5, 2", "8, 1, 1, 1", "1, 2, , 1", "x, 1, , 3"})
  void anExecutorCountsItsOwn(String cores, String cpus, String gpus, int slots) {
    SparkConf conf = new SparkConf(false).set("spark.task.cpus", cpus);
    if (gpus != null) {
      conf.set("spark.task.resource.gpu.amount", gpus);
    }
    assertThat(OwnSlots.of(EXECUTOR.formatted(cores), conf, 3)).isEqualTo(slots);
  }

  @Test
  void aDriverIsNoExecutor() {
    String driver = "org.apache.spark.deploy.SparkSubmit --executor-cores 2 --cores 4 run";
    assertThat(OwnSlots.of(driver, new SparkConf(false), 3)).isEqualTo(3);
  }

  /** Of a card of 1000 bytes, of which data that all share take 200. */
  private record Shared(int slots) implements DeviceSource {
    @Override
    public Device open(@Nullable String gpu) {
      return AlteredDevice.of(
          AlteredDevice.of(new CpuDevice(), "kind", () -> DeviceRequest.OPENCL),
          "memoryBytes",
          () -> 1000L);
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }
  }

  @Test
  void whatIsSharedIsNotSharedOut() {
    Shared source = new Shared(4);
    try (Device card = source.open(null);
        Device processor = new CpuDevice()) {
      assertThat(source.memoryOfSlot(card, 200)).isEqualTo(200);
      assertThat(source.memoryOfSlot(card, 2000)).isZero();
      assertThat(source.memoryOfSlot(processor, 200)).isEqualTo(processor.memoryBytes());
    }
  }
}
