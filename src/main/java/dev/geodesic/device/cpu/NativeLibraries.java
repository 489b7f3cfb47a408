package dev.geodesic.device.cpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Chooses ND4J's native code before it is loaded: for AVX-512, for AVX2, or for any x86-64.
 * JavaCPP's system property {@value #PROPERTY} overrides the choice: {@code -avx512}, {@code -avx2}
 * or empty.
 */
public final class NativeLibraries {
  static final String PROPERTY = "org.bytedeco.javacpp.platform.extension";

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  private NativeLibraries() {}

  /** Sets the property unless the user did; JavaCPP reads it once, whatever it loads first. */
  public static void choose() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, best(processorLine("flags").orElse("")));
    }
  }

  /**
   * Refuses BLAS kernels that this processor cannot run.
   *
   * @throws dev.geodesic.trial.NativeCodeError if {@code OPENBLAS_CORETYPE} names such kernels
   */
  static void requireRunnable() {
    BlasKernels.require(BlasKernels.name(), processorLine("flags").orElse(""));
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
        .formatted(
            processorLine("model name").orElse(System.getProperty("os.arch")),
            BlasKernels.name(),
            System.getProperty(PROPERTY));
  }

  private static Optional<String> processorLine(String key) {
    try (var lines = Files.lines(PROCESSOR, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
