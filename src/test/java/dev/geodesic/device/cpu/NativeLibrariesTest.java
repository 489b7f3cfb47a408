package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibrariesTest {
  @Test
  void picksTheRichestInstructionsThatTheProcessorHas() {
    assertThat(NativeLibraries.best("fpu sse2 avx2 avx512f avx512vl")).isEqualTo("-avx512");
    assertThat(NativeLibraries.best("fpu sse2 avx2 avx512f")).isEqualTo("-avx2");
    assertThat(NativeLibraries.best("fpu sse2 avx2")).isEqualTo("-avx2");
    assertThat(NativeLibraries.best("fpu sse2")).isEmpty();
  }

  /** Bits of the results depend on them. */
  @Test
  void theDeviceTellsTheKernelsThatBlasCalculatesWith() {
    try (CpuDevice device = new CpuDevice()) {
      assertThat(device.description())
          .matches("cpu: .*, one OpenBLAS thread, [A-Z0-9]+ kernels, ND4J native.*");
    }
  }
}
