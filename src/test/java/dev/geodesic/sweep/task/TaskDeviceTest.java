package dev.geodesic.sweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.device.AlteredDevice;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.trial.RequestException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskDeviceTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  /** Devices that can be opened so many times. */
  private final class Devices implements DeviceSource {
    private static final long serialVersionUID = 1L;
    private final int most;

    Devices(int most) {
      this.most = most;
    }

    @Override
    public Device open(@Nullable String gpu) {
      if (opened.incrementAndGet() > most) {
        throw new RequestException("device opencl needs an OpenCL device, got: none");
      }
      return AlteredDevice.of(
          new CpuDevice(),
          "close",
          () -> {
            closed.incrementAndGet();
            return null;
          });
    }

    @Override
    public void abandon(DeviceLostException loss) {
      throw new IllegalStateException(loss);
    }
  }

  private TaskDevice device(int most) {
    return new TaskDevice(new Devices(most), "host", null, Map.of());
  }

  @Test
  void closesTheDeviceThatItOpensAnew() {
    TaskDevice device = device(2);
    device.renew();
    assertThat(opened).hasValue(2);
    assertThat(closed).hasValue(1);
    assertThat(device.place().device()).startsWith("cpu");
    device.close();
    device.close();
    assertThat(closed).hasValue(2);
  }

  @Test
  void nothingTrainsOnADeviceThatCannotBeOpenedAnew() {
    TaskDevice device = device(1);
    assertThatThrownBy(device::renew)
        .isInstanceOf(PackFailure.class)
        .hasMessageContaining("got: none")
        .hasCauseInstanceOf(RequestException.class);
    assertThat(closed).hasValue(1);
    assertThatThrownBy(device::place)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("device must be open");
    device.close();
    assertThat(closed).hasValue(1);
  }
}
