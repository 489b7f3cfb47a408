package dev.geodesic.device.cpu;

import java.util.List;
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

  private BlasKernels() {}

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
