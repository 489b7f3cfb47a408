package dev.geodesic.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignBlasTest {
  private static final String MAPPED = "7f3e5c000000-7f3e5c021000 r-xp 00000000 fe:00 1234     ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3",
        "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblasp-r0.3.21.so",
        "/usr/lib/x86_64-linux-gnu/lapack/liblapack.so.3.11.0",
        "/usr/lib64/libopenblas.so.0",
        "/usr/lib64/atlas/libsatlas.so.3",
        "/opt/intel/mkl/lib/libmkl_rt.so.2",
        "/usr/lib64/libflexiblas.so.3",
        "/opt/conda/lib/libcblas.so.3",
        "/usr/local/cuda/lib64/libnvblas.so.12",
        "/opt/amd/lib/libblis-mt.so.4"
      })
  void aLibraryOfTheMachineIsKnown(String library) {
    assertThat(ForeignBlas.in(MAPPED + library)).contains(library);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/user/.javacpp/cache/openblas.jar/org/bytedeco/openblas/linux-x86_64/libopenblas.so.0",
        "/tmp/c/openblas.jar/org/bytedeco/openblas/linux-x86_64/libopenblas_nolapack.so.0",
        "/usr/local/cuda/lib64/libcublas.so.12",
        "/usr/lib/jvm/java-17/lib/server/libjvm.so",
        "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2",
        "[heap]",
        ""
      })
  void oursAndOthersAreLeftAlone(String library) {
    assertThat(ForeignBlas.in(MAPPED + library)).isEmpty();
  }

  @Test
  void thisProcessHasNoneBesideOurs() {
    DeviceChoice.processor().open().close();
    assertThatCode(ForeignBlas::refuse).doesNotThrowAnyException();
  }
}
