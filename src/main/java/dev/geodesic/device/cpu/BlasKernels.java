package dev.geodesic.device.cpu;

import dev.geodesic.trial.NativeCodeError;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Names the kernels that OpenBLAS computes with: those that it chose for this processor, or that
 * {@code OPENBLAS_CORETYPE} chose. They differ in the order of sums, and so in bits of the results.
 */
final class BlasKernels {
  private static final String UNKNOWN = "unknown";

  /** The symbol of the table of functions in use. */
  private static final String IN_USE = "gotoblas";

  /** OpenBLAS's tables for x86-64; {@link #IN_USE}, an underscore and such a name is a symbol. */
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

  /** The flag, in Linux's list, of the instructions that the products of each kernel need. */
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
   * Refuses kernels whose instructions the processor lacks: the first product would kill the
   * process. OpenBLAS chooses such kernels only where {@code OPENBLAS_CORETYPE} names them.
   *
   * @param flags the processor's flags, separated by spaces; empty where they are unknown
   * @throws NativeCodeError if the processor lacks an instruction that is needed
   */
  static void require(String kernels, String flags) {
    String needed = NEEDED.get(kernels);
    if (needed != null && !flags.isEmpty() && !List.of(flags.split(" ")).contains(needed)) {
      throw new NativeCodeError(
          "OPENBLAS_CORETYPE must name kernels that this processor can run, got: %s, which take %s; leave it out"
              .formatted(kernels, needed));
    }
  }

  /** Returns the kernels' name, as {@code OPENBLAS_CORETYPE} takes it; OpenBLAS must be loaded. */
  static String name() {
    // The library's own function for this is missing from its Java binding.
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
