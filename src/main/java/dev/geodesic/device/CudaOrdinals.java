package dev.geodesic.device;

import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Translates the driver's numbers of cards into CUDA's. CUDA numbers from 0 the cards that a
 * process may see, in the order of the variable CUDA_VISIBLE_DEVICES. The driver's tools number all
 * cards of the machine by their bus, as CUDA does only where CUDA_DEVICE_ORDER is PCI_BUS_ID.
 */
final class CudaOrdinals {
  static final String VARIABLE = "CUDA_VISIBLE_DEVICES";

  private CudaOrdinals() {}

  /**
   * Returns the number of a card among those that CUDA sees.
   *
   * @param index the card's number by the driver's tools
   * @param visible CUDA_VISIBLE_DEVICES; absent where it is not set and all cards are visible
   * @throws RequestException if the variable hides the card, or names cards otherwise than by index
   */
  static int of(int index, @Nullable String visible) {
    return find(index, visible)
        .orElseThrow(
            () ->
                new RequestException(
                    "%s must name card %d by this number, got: %s"
                        .formatted(VARIABLE, index, visible)));
  }

  /** Returns the number of a card among those that a variable names; empty where it does not. */
  static OptionalInt find(int index, @Nullable String visible) {
    if (visible == null) {
      return OptionalInt.of(index);
    }
    List<String> seen = Arrays.stream(visible.split(",", -1)).map(String::strip).toList();
    int ordinal = seen.indexOf(String.valueOf(index));
    return ordinal < 0 ? OptionalInt.empty() : OptionalInt.of(ordinal);
  }
}
