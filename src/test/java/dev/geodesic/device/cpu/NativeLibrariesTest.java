package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.NativeCodeError;
import org.junit.jupiter.api.Test;

class NativeLibrariesTest {
  @Test
  void picksTheRichestInstructionsThatTheProcessorHas() {
    assertThat(NativeLibraries.best("fpu sse2 avx2 avx512f avx512vl")).isEqualTo("-avx512");
    assertThat(NativeLibraries.best("fpu sse2 avx2 avx512f")).isEqualTo("-avx2");
    assertThat(NativeLibraries.best("fpu sse2 avx2")).isEqualTo("-avx2");
    assertThat(NativeLibraries.best("fpu sse2")).isEmpty();
  }

  @Test
  void kernelsThatTheProcessorCannotRunAreRefused() {
    assertThatCode(() -> BlasKernels.require("HASWELL", "fpu avx avx2")).doesNotThrowAnyException();
    assertThatCode(() -> BlasKernels.require("unknown", "fpu")).doesNotThrowAnyException();
    assertThatThrownBy(() -> BlasKernels.require("SKYLAKEX", "fpu avx avx2"))
        .isInstanceOf(NativeCodeError.class)
        .hasMessage(
            "OPENBLAS_CORETYPE must name kernels that this processor can run, got: SKYLAKEX, which take avx512f; leave it out");
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
