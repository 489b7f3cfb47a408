package dev.geodesic.device;

import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.trial.RequestException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The OpenCL device that may train, or what is missing. */
sealed interface OpenClOffer {
  String REMEDY =
      "install the card's driver, or for trying out on the processor Debian's pocl-opencl-icd and"
          + " ocl-icd-libopencl1, or take cpu instead, by sweep.device or --device";

  /**
   * Returns the device to train on.
   *
   * @throws RequestException if there is none
   */
  OpenClCard card();

  /** There is a device that computes all that training asks of it. */
  record Usable(OpenClCard card) implements OpenClOffer {}

  /**
   * There is none.
   *
   * @param needs what is needed, and what there is instead, for messages
   */
  record Unusable(String needs) implements OpenClOffer {
    @Override
    public OpenClCard card() {
      throw new RequestException("device opencl needs %s; %s".formatted(needs, REMEDY));
    }
  }

  /**
   * Returns the device at an address. Without one it is the first GPU that computes in float64, and
   * where there is no GPU the first device that does.
   *
   * @param gpu the address, as the driver's tools count
   */
  static OpenClOffer of(DeviceSurroundings surroundings, @Nullable String gpu) {
    if (surroundings.opencl() instanceof OpenClCards.Absent absent) {
      return new Unusable("an OpenCL device, got: none, as " + absent.reason());
    }
    List<OpenClCard> cards = ((OpenClCards.Present) surroundings.opencl()).cards();
    if (gpu == null) {
      List<OpenClCard> gpus = cards.stream().filter(card -> card.kind() == Kind.GPU).toList();
      return best(gpus.isEmpty() ? cards : gpus);
    }
    return OpenClAddresses.find(gpu, cards, surroundings)
        .map(card -> best(List.of(card)))
        .orElseGet(
            () ->
                new Unusable(
                    "the GPU at address %s, got: %s%s"
                        .formatted(gpu, list(cards), seen(surroundings))));
  }

  /** Returns the device of an ordinal among all of the machine. */
  static OpenClOffer of(OpenClCards cards, int ordinal) {
    if (cards instanceof OpenClCards.Absent absent) {
      return new Unusable("an OpenCL device, got: none, as " + absent.reason());
    }
    List<OpenClCard> all = ((OpenClCards.Present) cards).cards();
    return all.stream()
        .filter(card -> card.ordinal() == ordinal)
        .findFirst()
        .map(card -> best(List.of(card)))
        .orElseGet(
            () ->
                new Unusable(
                    "an OpenCL device of number %d, got: %s".formatted(ordinal, list(all))));
  }

  private static OpenClOffer best(List<OpenClCard> cards) {
    Optional<OpenClCard> first = cards.stream().filter(OpenClCard::hasDoubles).findFirst();
    return first.isPresent()
        ? new Usable(first.get())
        : new Unusable(
            "a device with float64 (cl_khr_fp64), got: %s, which has none".formatted(list(cards)));
  }

  private static String list(List<OpenClCard> cards) {
    return cards.stream()
        .map(
            card ->
                card.ordinal()
                    + ": "
                    + card
                    + (card.pciAddress() == null ? "" : " at " + card.pciAddress()))
        .collect(Collectors.joining(", "));
  }

  /** Returns the variables that hide cards, where they are set. */
  private static String seen(DeviceSurroundings surroundings) {
    return OpenClAddresses.VARIABLES.values().stream()
        .sorted()
        .filter(surroundings.environment()::containsKey)
        .map(name -> ", with %s=%s".formatted(name, surroundings.environment().get(name)))
        .collect(Collectors.joining());
  }
}
