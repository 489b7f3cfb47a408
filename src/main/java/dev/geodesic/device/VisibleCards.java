package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Translates the numbers that a driver's tools give to cards into those that a process gives to
 * them: it counts from 0 the cards that a variable leaves to it, in the order of the variable. The
 * tools number all cards of the machine by their bus, as CUDA does only where CUDA_DEVICE_ORDER is
 * PCI_BUS_ID.
 */
final class VisibleCards {
  /** How the names of cards begin, as variables may name them, whole or in part. */
  private static final String NAMED = "GPU-";

  private VisibleCards() {}

  /**
   * Returns the number of a card among those that CUDA sees.
   *
   * @param visible CUDA_VISIBLE_DEVICES; absent where it is not set and all cards are visible
   * @throws RequestException if the variable does not name the card
   */
  static int ordinal(Card card, @Nullable String visible) {
    return find(card.index(), card.uuid(), visible)
        .orElseThrow(
            () ->
                new RequestException(
                    "%s must name card %d%s, got: %s"
                        .formatted(
                            VisibilityVariable.CUDA_VISIBLE_DEVICES,
                            card.index(),
                            card.uuid() == null ? "" : " or " + card.uuid(),
                            visible)));
  }

  /**
   * Returns the number of a card among those that a variable names; empty where it does not.
   *
   * @param index the card's number by the driver's tools
   * @param uuid its name that no other card has; absent where it is not known
   */
  static OptionalInt find(int index, @Nullable String uuid, @Nullable String visible) {
    if (visible == null) {
      return OptionalInt.of(index);
    }
    List<String> seen = Arrays.stream(visible.split(",", -1)).map(String::strip).toList();
    return IntStream.range(0, seen.size()).filter(i -> names(seen.get(i), index, uuid)).findFirst();
  }

  private static boolean names(String entry, int index, @Nullable String uuid) {
    return entry.equals(String.valueOf(index))
        || (uuid != null && entry.startsWith(NAMED) && uuid.startsWith(entry));
  }
}
