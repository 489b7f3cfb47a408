package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The OpenCL device that may train, or what is missing. */
sealed interface OpenClOffer {
  String REMEDY =
      "install the card's driver, or for trying out on the processor Debian's pocl-opencl-icd,"
          + " or take cpu instead, by sweep.device or --device";

  /**
   * Returns the device to train on.
   *
   * @throws RequestException if there is none
   */
  OpenClCard card();

  /**
   * There are devices that compute all that training asks of them.
   *
   * @param cards at least one, the best first
   */
  record Usable(List<OpenClCard> cards) implements OpenClOffer {
    public Usable {
      cards = List.copyOf(cards);
    }

    @Override
    public OpenClCard card() {
      return cards.get(0);
    }
  }

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
   * Returns the device at an address. Without one these are the GPUs that compute in float64, and
   * where there is no GPU the devices that do.
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
      return withDoubles(gpus.isEmpty() ? cards : OpenClCandidates.of(gpus));
    }
    if (isDivided(gpu, surroundings)) {
      return new Unusable(
          "a whole GPU at address %s, got: one in MIG mode, all slices of which have that address"
              .formatted(gpu));
    }
    return OpenClAddresses.find(gpu, cards, surroundings)
        .map(card -> withDoubles(List.of(card)))
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
        .map(card -> withDoubles(List.of(card)))
        .orElseGet(
            () ->
                new Unusable(
                    "an OpenCL device of number %d, got: %s".formatted(ordinal, list(all))));
  }

  private static boolean isDivided(String gpu, DeviceSurroundings surroundings) {
    return gpu.matches("\\d{1,4}")
        && surroundings.cards().find(Integer.parseInt(gpu)).filter(Card::isDivided).isPresent();
  }

  private static OpenClOffer withDoubles(List<OpenClCard> cards) {
    List<OpenClCard> usable = cards.stream().filter(OpenClCard::hasDoubles).toList();
    return usable.isEmpty()
        ? new Unusable(
            "a device with float64 (cl_khr_fp64), got: %s, which has none".formatted(list(cards)))
        : new Usable(usable);
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
    return Arrays.stream(VisibilityVariable.values())
        .map(VisibilityVariable::name)
        .filter(surroundings.environment()::containsKey)
        .map(name -> ", with %s=%s".formatted(name, surroundings.environment().get(name)))
        .collect(Collectors.joining());
  }
}
