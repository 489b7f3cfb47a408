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
 * A BLAS or LAPACK in this process that is not ours, as {@code LD_PRELOAD} puts it there. The
 * linker resolves the symbols of ours to it: then it calculates, or parts of either do, and the
 * process may die of that.
 */
final class ForeignBlas {
  private static final Path LOADED = Path.of("/proc/self/maps");

  /** OpenBLAS under its names and Debian's, reference BLAS, MKL, ATLAS, BLIS, FlexiBLAS, NVBLAS. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "/\\S*/lib((open|c|f77|ptc|ptf77|gslc|nv|goto2?|flexi)?blas|openblasp|lapacke?|mkl_\\w+|[st]?atlas|blis)"
              + "[-.0-9a-z]*\\.so[.0-9]*$");

  /** Folders in the cache of JavaCPP, wherever that is. */
  private static final List<String> OURS = List.of("/org/bytedeco/", "/org/nd4j/");

  private ForeignBlas() {}

  /**
   * Refuses one.
   *
   * @throws NativeCodeError if there is one
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
      // Only Linux tells, and there is no native code of ours for anything else.
    }
  }

  /** The library that a line of the process's memory map is of, if it is one. */
  static Optional<String> in(String line) {
    Matcher library = LIBRARY.matcher(line);
    return library.find() && OURS.stream().noneMatch(line::contains)
        ? Optional.of(library.group())
        : Optional.empty();
  }
}
