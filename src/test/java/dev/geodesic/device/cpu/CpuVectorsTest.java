package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.device.Matrix;
import org.junit.jupiter.api.Test;

class CpuVectorsTest {
  /** Pointers are moved along the trials and back; the contract reads no operand after this. */
  @Test
  void aScalarProductLeavesItsOperands() {
    float[] x = {1, 2, 3, 4, 5, 6};
    float[] y = {7, 8, 9, 10, 11, 12};
    try (CpuDevice device = new CpuDevice();
        Matrix left = device.upload(x, 3, 2);
        Matrix right = device.upload(y, 3, 2)) {
      assertThat(device.vectors().dot(left, right, 3).get()).containsExactly(23, 67, 127);
      assertThat(device.download(left)).containsExactly(x);
      assertThat(device.download(right)).containsExactly(y);
    }
  }
}
