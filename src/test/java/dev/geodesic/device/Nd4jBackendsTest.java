package dev.geodesic.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.nd4j.Nd4jDevice;
import dev.geodesic.trial.RequestException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jBackendsTest {
  @Test
  void theProcessorsIsTakenAndStays() {
    try (Device device = new CpuDevice()) {
      assertThat(device.description()).startsWith("cpu: ");
      assertThat(Nd4j.getBackend().getClass().getSimpleName()).isEqualTo("CpuBackend");
      assertThatExceptionOfType(RequestException.class)
          .isThrownBy(() -> Nd4jDevice.onCard("a card", 0))
          .withMessageContaining("this process has its CpuBackend already");
    }
  }
}
