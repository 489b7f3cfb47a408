package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.Prover.Verdict;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.nd4j.Nd4jDevice;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.device.opencl.OpenClDevice;
import dev.geodesic.trial.DeviceRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The device to train on, chosen from those that a machine and a build offer. */
public sealed interface DeviceChoice {
  /** Returns one line that names the device and says why no other is taken. */
  String line();

  /**
   * Opens the device for the calling thread.
   *
   * @param slots tasks of this process that share its memory
   */
  Device open(int slots);

  /** Opens the device for the calling thread, for one task. */
  default Device open() {
    return open(1);
  }

  /** The processor. */
  record Cpu(String line) implements DeviceChoice {
    @Override
    public Device open(int slots) {
      return NativeCode.needed(CpuDevice::new);
    }
  }

  /** A device of an OpenCL driver. */
  record OpenCl(OpenClCard card, String line) implements DeviceChoice {
    @Override
    public Device open(int slots) {
      return NativeCode.opencl(() -> OpenClDevice.open(card.ordinal(), slots));
    }
  }

  /** A card through ND4J. */
  record Nd4jCuda(Card card) implements DeviceChoice {
    @Override
    public String line() {
      return "device: nd4j-cuda on " + card;
    }

    @Override
    public Device open(int slots) {
      int ordinal =
          VisibleCards.ordinal(card, System.getenv(VisibilityVariable.CUDA_VISIBLE_DEVICES.name()));
      return NativeCode.needed(() -> Nd4jDevice.onCard("nd4j-cuda on " + card, ordinal));
    }
  }

  /** Returns the processor, for what is for it alone. */
  static DeviceChoice processor() {
    return new Cpu("device: cpu, as asked for");
  }

  /** Chooses a device in this process; see {@link #of}. */
  static DeviceChoice here(
      DeviceRequest request, CardFinder finder, Prover prover, @Nullable String gpu) {
    return switch (request) {
      case CPU -> processor();
      case OPENCL, ND4J_CUDA -> of(request, DeviceSurroundings.here(), prover, gpu);
      // Its drivers are not asked in this process before they have proved themselves.
      case AUTO -> of(request, DeviceSurroundings.here(finder.cards()), prover, gpu);
    };
  }

  /**
   * Chooses the device that answers a request.
   *
   * @param prover decides what {@code auto} is
   * @param gpu the index, as the driver counts, of the one card that may be used; absent where all
   *     may
   * @throws dev.geodesic.trial.RequestException if the device that is asked for is unavailable
   */
  static DeviceChoice of(
      DeviceRequest request, DeviceSurroundings surroundings, Prover prover, @Nullable String gpu) {
    return switch (request) {
      case CPU -> processor();
      case OPENCL -> opencl(OpenClOffer.of(surroundings, gpu), gpu);
      case ND4J_CUDA -> new Nd4jCuda(Nd4jCudaOffer.of(surroundings, gpu).card());
      case AUTO -> auto(surroundings, prover, gpu);
    };
  }

  /**
   * Chooses an OpenCL device.
   *
   * @param ordinal its place among {@link OpenClCards}
   * @throws dev.geodesic.trial.RequestException if there is none, or it is unusable
   */
  static DeviceChoice opencl(OpenClCards cards, int ordinal) {
    return opencl(OpenClOffer.of(cards, ordinal), null);
  }

  private static DeviceChoice opencl(OpenClOffer offer, @Nullable String gpu) {
    OpenClCard card = offer.card();
    String place =
        gpu == null ? "" : ", number %d, at GPU address %s".formatted(card.ordinal(), gpu);
    return new OpenCl(card, "device: opencl on " + card + place);
  }

  private static DeviceChoice auto(
      DeviceSurroundings surroundings, Prover prover, @Nullable String gpu) {
    if (!hasGpu(surroundings.opencl())) {
      return new Cpu("device: cpu; " + noGpu(surroundings));
    }
    OpenClOffer offer = OpenClOffer.of(surroundings, gpu);
    return offer instanceof OpenClOffer.Usable usable
        ? proved(usable.cards(), prover)
        : new Cpu(
            "device: cpu; the GPU is left idle, as opencl needs "
                + ((OpenClOffer.Unusable) offer).needs());
  }

  /** Tries cards in turn, and takes the first one that proves itself. */
  private static DeviceChoice proved(List<OpenClCard> cards, Prover prover) {
    StringBuilder idle = new StringBuilder();
    for (OpenClCard card : cards) {
      Verdict verdict = prover.verdict(card);
      if (verdict instanceof Verdict.Taken) {
        return new OpenCl(
            card, "device: opencl on %s: %s%s".formatted(card, verdict.reason(), idle));
      }
      idle.append("; %s is left idle, as %s".formatted(card, verdict.reason()));
    }
    return new Cpu("device: cpu" + idle);
  }

  private static boolean hasGpu(OpenClCards cards) {
    return cards instanceof OpenClCards.Present present
        && present.cards().stream().anyMatch(card -> card.kind() == Kind.GPU);
  }

  private static String noGpu(DeviceSurroundings surroundings) {
    String opencl =
        surroundings.opencl() instanceof OpenClCards.Absent absent
            ? absent.reason()
            : "the OpenCL drivers here offer none";
    return surroundings.cards() instanceof GraphicsCards.Present present
        ? "%s is left idle, as there is no OpenCL for it (%s): install the OpenCL part of its driver"
            .formatted(present.cards().get(0).name(), opencl)
        : "there is no GPU, as " + opencl;
  }
}
