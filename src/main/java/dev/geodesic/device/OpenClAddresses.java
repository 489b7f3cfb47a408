package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Present;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Translates the address of a GPU, its number by the driver's tools, into an OpenCL device: by the
 * bus where the tools and the device tell it, else by the order of those that the process may see.
 */
final class OpenClAddresses {
  /** The variables that hide cards, by a word in the names of the platforms that they are for. */
  static final Map<String, String> VARIABLES =
      Map.of("NVIDIA", CudaOrdinals.VARIABLE, "AMD", "ROCR_VISIBLE_DEVICES");

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
    List<OpenClCard> gpus = cards.stream().filter(card -> card.kind() == Kind.GPU).toList();
    PciAddress bus = busOf(index, surroundings.cards());
    if (bus != null) {
      Optional<OpenClCard> there = gpus.stream().filter(card -> isAt(bus, card)).findFirst();
      if (there.isPresent() || gpus.stream().allMatch(card -> card.pciAddress() != null)) {
        return there;
      }
    }
    List<OpenClCard> counted = gpus.isEmpty() ? cards : gpus;
    OptionalInt ordinal =
        CudaOrdinals.find(index, visible(counted.get(0), surroundings.environment()));
    return ordinal.isPresent() && ordinal.getAsInt() < counted.size()
        ? Optional.of(counted.get(ordinal.getAsInt()))
        : Optional.empty();
  }

  private static @Nullable PciAddress busOf(int index, GraphicsCards cards) {
    return cards instanceof Present present
        ? present.cards().stream()
            .filter(card -> card.index() == index)
            .map(GraphicsCards.Card::bus)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null)
        : null;
  }

  private static boolean isAt(PciAddress bus, OpenClCard card) {
    String address = card.pciAddress();
    return address != null && PciAddress.parse(address).filter(bus::equals).isPresent();
  }

  private static @Nullable String visible(OpenClCard card, Map<String, String> environment) {
    return VARIABLES.entrySet().stream()
        .filter(variable -> card.platform().contains(variable.getKey()))
        .map(variable -> environment.get(variable.getValue()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
