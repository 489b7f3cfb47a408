package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Translates the address of a GPU, its number by the driver's tools, into an OpenCL device: by the
 * bus where the tools and the device tell it, else by the order of those of one driver that the
 * process may see.
 */
final class OpenClAddresses {
  private OpenClAddresses() {}

  /**
   * Returns the device at an address; empty where there is none.
   *
   * @param cards the OpenCL devices of the machine. Where no one is a GPU, as where a processor
   *     stands in for it, the address counts all
   */
  static Optional<OpenClCard> find(
      String address, List<OpenClCard> cards, DeviceSurroundings surroundings) {
    if (!address.matches("\\d{1,4}")) {
      return Optional.empty();
    }
    int index = Integer.parseInt(address);
    Optional<Card> known = surroundings.cards().find(index);
    List<OpenClCard> gpus = cards.stream().filter(card -> card.kind() == Kind.GPU).toList();
    List<OpenClCard> counted = ofOnePlatform(gpus.isEmpty() ? cards : gpus, known.isPresent());
    PciAddress bus = known.map(Card::bus).orElse(null);
    if (bus != null) {
      Optional<OpenClCard> there =
          OpenClCandidates.merged(gpus).filter(card -> bus.equals(card.pciAddress())).findFirst();
      if (there.isPresent()
          || (!gpus.isEmpty() && counted.stream().allMatch(OpenClAddresses::tellsItsBus))) {
        return there;
      }
      if (gpus.isEmpty()) {
        return Optional.empty();
      }
    }
    String visible =
        VisibilityVariable.of(counted.get(0))
            .map(variable -> surroundings.environment().get(variable.name()))
            .orElse(null);
    List<OpenClCard> ordered =
        visible == null && counted.stream().allMatch(OpenClAddresses::tellsItsBus)
            ? counted.stream()
                .sorted(Comparator.comparing(card -> Objects.requireNonNull(card.pciAddress())))
                .toList()
            : counted;
    OptionalInt ordinal = VisibleCards.find(index, known.map(Card::uuid).orElse(null), visible);
    return ordinal.isPresent() && ordinal.getAsInt() < ordered.size()
        ? Optional.of(ordered.get(ordinal.getAsInt()))
        : Optional.empty();
  }

  /**
   * Returns the devices of the platform that addresses count: each driver's tools know its cards
   * alone.
   *
   * @param byNvidia whether NVIDIA's tool knows the address
   */
  private static List<OpenClCard> ofOnePlatform(List<OpenClCard> cards, boolean byNvidia) {
    List<OpenClCard> ranked = OpenClCandidates.of(cards);
    OpenClCard first =
        ranked.stream()
            .filter(card -> byNvidia && card.platform().contains("NVIDIA"))
            .findFirst()
            .orElse(ranked.get(0));
    return cards.stream().filter(card -> card.platform().equals(first.platform())).toList();
  }

  private static boolean tellsItsBus(OpenClCard card) {
    return card.pciAddress() != null;
  }
}
