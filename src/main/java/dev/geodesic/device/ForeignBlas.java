package dev.geodesic.device;

import dev.geodesic.trial.NativeCodeError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects a BLAS or LAPACK in this process other than ours, as {@code LD_PRELOAD} loads one. The
 * linker resolves our library's symbols to it, so that it computes in place of ours, or parts of
 * both do, which can crash the process.
 */
final class ForeignBlas {
  private static final Path LOADED = Path.of("/proc/self/maps");

  /** OpenBLAS under its names and Debian's, reference BLAS, MKL, ATLAS, BLIS, FlexiBLAS, NVBLAS. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "/\\S*/lib((open|c|f77|ptc|ptf77|gslc|nv|goto2?|flexi)?blas|openblasp|lapacke?|mkl_\\w+|[st]?atlas|blis)"
              + "[-.0-9a-z]*\\.so[.0-9]*$");

  /** Folders of our own libraries in the cache of JavaCPP, wherever that is. */
  private static final List<String> OURS = List.of("/org/bytedeco/", "/org/nd4j/");

  private ForeignBlas() {}

  /**
   * Refuses to go on where there is another BLAS.
   *
   * @throws NativeCodeError if one is loaded
   */
  static void refuse() {
    try (var lines = Files.lines(LOADED)) {
      lines
          .flatMap(line -> in(line).stream())
          .findFirst()
          .ifPresent(
              library -> {
                throw new NativeCodeError(
                    "A process must have one BLAS, OpenBLAS of its own jars, got: %s beside it; take it out of LD_PRELOAD"
                        .formatted(library));
              });
    } catch (IOException e) {
      // Only Linux has this file, and our native code is for Linux alone.
    }
  }

  /**
   * Returns the path of a foreign library that a line of the process's memory map names, if any.
   */
  static Optional<String> in(String line) {
    Matcher library = LIBRARY.matcher(line);
    return library.find() && OURS.stream().noneMatch(line::contains)
        ? Optional.of(library.group())
        : Optional.empty();
  }
}
