package dev.geodesic.device.cpu;

import dev.geodesic.trial.NativeCodeError;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Which kernels OpenBLAS calculates with: those that it chose for this processor, or that {@code
 * OPENBLAS_CORETYPE} chose. They order sums differently, and so decide bits of the results.
 */
final class BlasKernels {
  private static final String UNKNOWN = "unknown";

  /** The table of functions in use. */
  private static final String IN_USE = "gotoblas";

  /** Its tables for x86-64, each a symbol of the library after {@link #IN_USE}. */
  private static final List<String> NAMES =
      List.of(
          "SAPPHIRERAPIDS",
          "COOPERLAKE",
          "SKYLAKEX",
          "ZEN",
          "HASWELL",
          "EXCAVATOR",
          "STEAMROLLER",
          "PILEDRIVER",
          "BULLDOZER",
          "SANDYBRIDGE",
          "BARCELONA",
          "NEHALEM",
          "CORE2",
          "PRESCOTT");

  /** Instructions of their products, as Linux flags a processor that has them. */
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          Map.entry("SAPPHIRERAPIDS", "avx512f"),
          Map.entry("COOPERLAKE", "avx512f"),
          Map.entry("SKYLAKEX", "avx512f"),
          Map.entry("ZEN", "avx2"),
          Map.entry("HASWELL", "avx2"),
          Map.entry("EXCAVATOR", "avx2"),
          Map.entry("STEAMROLLER", "fma4"),
          Map.entry("PILEDRIVER", "fma4"),
          Map.entry("BULLDOZER", "fma4"),
          Map.entry("SANDYBRIDGE", "avx"));

  private BlasKernels() {}

  /**
   * Refuses kernels of instructions that the processor has not: the process would die of the first
   * product. By itself OpenBLAS chooses none.
   *
   * @param flags of the processor
   * @throws NativeCodeError if it was told to
   */
  static void require(String kernels, String flags) {
    String needed = NEEDED.get(kernels);
    if (needed != null && !flags.isEmpty() && !List.of(flags.split(" ")).contains(needed)) {
      throw new NativeCodeError(
          "OPENBLAS_CORETYPE must name kernels that this processor can run, got: %s, which take %s; leave it out"
              .formatted(kernels, needed));
    }
  }

  /** Their name, as {@code OPENBLAS_CORETYPE} takes it; OpenBLAS must be loaded. */
  static String name() {
    // The library has a function for that, which its Java binding leaves out.
    Pointer inUse = Loader.addressof(IN_USE);
    if (inUse == null) {
      return UNKNOWN;
    }
    Pointer table = new PointerPointer<>(inUse).get(0);
    return NAMES.stream()
        .filter(name -> table != null && table.equals(Loader.addressof(IN_USE + "_" + name)))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
