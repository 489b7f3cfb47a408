package dev.geodesic.device;

import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How CUDA numbers cards: those that a process may see, from 0, in the order in which the variable
 * CUDA_VISIBLE_DEVICES names them. The driver's tools number all of the machine, by the bus that
 * they are on, as CUDA does only where CUDA_DEVICE_ORDER is PCI_BUS_ID.
 */
final class CudaOrdinals {
  private CudaOrdinals() {}

  /**
   * The place of a card among those that CUDA sees.
   *
   * @param index as the driver's tools count
   * @param visible the variable; absent where all are seen
   * @throws RequestException if it hides the card, or names cards otherwise than by their index
   */
  static int of(int index, @Nullable String visible) {
    if (visible == null) {
      return index;
    }
    List<String> seen = Arrays.stream(visible.split(",", -1)).map(String::strip).toList();
    int ordinal = seen.indexOf(String.valueOf(index));
    if (ordinal < 0) {
      throw new RequestException(
          "CUDA_VISIBLE_DEVICES must name card %d by this number, got: %s"
              .formatted(index, visible));
    }
    return ordinal;
  }
}
