package dev.geodesic.device.cpu;

import dev.geodesic.machine.ProcessorFacts;

/**
 * Chooses ND4J's native code before it is loaded: for AVX-512, for AVX2, or for any x86-64.
 * JavaCPP's system property {@value #PROPERTY} overrides the choice: {@code -avx512}, {@code -avx2}
 * or empty.
 */
public final class NativeLibraries {
  static final String PROPERTY = "org.bytedeco.javacpp.platform.extension";

  private NativeLibraries() {}

  /** Sets the property unless the user did; JavaCPP reads it once, whatever it loads first. */
  public static void choose() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, best(ProcessorFacts.flags()));
    }
  }

  /**
   * Refuses BLAS kernels that this processor cannot run.
   *
   * @throws dev.geodesic.trial.NativeCodeError if {@code OPENBLAS_CORETYPE} names such kernels
   */
  static void requireRunnable() {
    BlasKernels.require(BlasKernels.name(), ProcessorFacts.flags());
  }

  /** Returns the most capable extension that the processor's flags allow. */
  static String best(String flags) {
    String spaced = " " + flags + " ";
    if (spaced.contains(" avx512f ") && spaced.contains(" avx512vl ")) {
      return "-avx512";
    }
    return spaced.contains(" avx2 ") ? "-avx2" : "";
  }

  /** Describes the processor and its native code, as results record them. */
  static String description() {
    return "cpu: %s, one OpenBLAS thread, %s kernels, ND4J native%s"
        .formatted(ProcessorFacts.model(), BlasKernels.name(), System.getProperty(PROPERTY));
  }
}
