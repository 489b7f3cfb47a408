package dev.geodesic.device;

import dev.geodesic.device.opencl.OpenClCard;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * GPUs in the order in which they are worth trying. What drivers tell says little of speed, so that
 * this is a guess: cards before what shares a chip with the processor, which is on the first bus.
 */
final class OpenClCandidates {
  /** Words in the names of platforms by others than the maker of the card. */
  private static final List<String> OTHERS = List.of("rusticl", "clover", "portable");

  private static final Comparator<OpenClCard> BEST_FIRST =
      Comparator.comparing(OpenClCandidates::isBesideTheProcessor)
          .thenComparing(card -> VisibilityVariable.of(card).isEmpty())
          .thenComparing(Comparator.comparingLong(OpenClCard::memoryBytes).reversed())
          .thenComparingInt(OpenClCard::ordinal);

  /** Of one card by several drivers, that which computes all, and best its maker's. */
  private static final Comparator<OpenClCard> DRIVER =
      Comparator.comparing((OpenClCard card) -> !card.hasDoubles())
          .thenComparing(OpenClCandidates::isByOthers)
          .thenComparingInt(OpenClCard::ordinal);

  private OpenClCandidates() {}

  /** Returns each card once, the best first. */
  static List<OpenClCard> of(List<OpenClCard> gpus) {
    return merged(gpus).sorted(BEST_FIRST).toList();
  }

  /** Returns each card once: those at one address of the bus are one. */
  static Stream<OpenClCard> merged(List<OpenClCard> gpus) {
    Map<Object, OpenClCard> cards = new LinkedHashMap<>();
    for (OpenClCard card : gpus) {
      PciAddress bus = card.pciAddress();
      cards.merge(
          bus == null ? card.ordinal() : bus,
          card,
          (one, other) -> DRIVER.compare(one, other) <= 0 ? one : other);
    }
    return cards.values().stream();
  }

  private static boolean isBesideTheProcessor(OpenClCard card) {
    PciAddress bus = card.pciAddress();
    return bus != null && bus.domain() == 0 && bus.bus() == 0;
  }

  private static boolean isByOthers(OpenClCard card) {
    String platform = card.platform().toLowerCase(Locale.ROOT);
    return OTHERS.stream().anyMatch(platform::contains);
  }
}
