package dev.geodesic.sweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.device.AlteredDevice;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Specs;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadStartTest {
  @TempDir private Path temporary;

  private DataSpec spec(int samples) {
    return Sweeps.data(IdxFiles.write(temporary, 4, 3, samples, 9).toString(), 4, 6);
  }

  private static DataSet load(DataSpec spec) {
    return DataSetLoader.load(
        SparkApplication.of(SparkFixture.spark().sparkContext()), spec, line -> {});
  }

  private static Pack pack(DataSpec spec) {
    return Sweeps.pack(spec, Sweeps.SCHEDULE, Specs.sgd(0.1));
  }

  private static Object full() {
    throw new OutOfMemoryError("no room for data");
  }

  @Test
  void packsFindTheirDataPrepared() throws Exception {
    DataSpec spec = spec(30);
    DataSet data = load(spec);
    Pack pack = pack(spec);

    HeadStart.begin(DeviceRequest.CPU).prepare(pack, Map.of(spec.dataset(), data)).get();

    try (Device device = AlteredDevice.of(new CpuDevice(), "upload", HeadStartTest::full)) {
      DataKey key = DataKey.of(pack, data.fingerprint(), device);
      assertThat(ExecutorData.get(key, data, device).train().samples().rows())
          .isEqualTo(data.prepare(spec.prepared()).train().count());
    }
  }

  @Test
  void whatCannotBePreparedIsLeftToThePacks() throws Exception {
    DataSpec spec = spec(31);
    DataSet data = load(spec);
    DataSpec tooLarge = Sweeps.data(spec.dataset(), 5, 6);

    HeadStart.begin(DeviceRequest.CPU).prepare(pack(tooLarge), Map.of(spec.dataset(), data)).get();

    try (Device device = new CpuDevice()) {
      DataKey key = DataKey.of(pack(tooLarge), data.fingerprint(), device);
      assertThatThrownBy(() -> ExecutorData.get(key, data, device))
          .hasMessageStartingWith("downsample must be <= 4, ");
    }
  }

  @Test
  void nothingIsPreparedForOtherProcesses() {
    DataSpec spec = spec(32);

    assertThat(HeadStart.none().prepare(pack(spec), Map.of(spec.dataset(), load(spec))))
        .isNotDone();
  }
}
