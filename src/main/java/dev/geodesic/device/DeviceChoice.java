package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.nd4j.Nd4jDevice;
import dev.geodesic.trial.DeviceRequest;
import org.jspecify.annotations.Nullable;

/** Which device is to be trained on, of those that a machine and a build offer. */
public sealed interface DeviceChoice {
  /** Says which, and why no other, in one line. */
  String line();

  /** Opens it for the calling thread. */
  Device open();

  /** The processor. */
  record Cpu(String line) implements DeviceChoice {
    @Override
    public Device open() {
      return NativeCode.needed(CpuDevice::new);
    }
  }

  /** A card through ND4J. */
  record Nd4jCuda(Card card) implements DeviceChoice {
    @Override
    public String line() {
      return "device: nd4j-cuda on " + card;
    }

    @Override
    public Device open() {
      int ordinal = CudaOrdinals.of(card.index(), System.getenv("CUDA_VISIBLE_DEVICES"));
      return NativeCode.needed(() -> Nd4jDevice.onCard("nd4j-cuda on " + card, ordinal));
    }
  }

  /** The choice in this process; see {@link #of}. */
  static DeviceChoice here(DeviceRequest request, @Nullable String gpu) {
    return of(request, DeviceSurroundings.here(), gpu);
  }

  /**
   * The choice.
   *
   * @param gpu the index of the one card that may be used; absent where all may
   * @throws dev.geodesic.trial.RequestException if what is asked for cannot be had
   */
  static DeviceChoice of(
      DeviceRequest request, DeviceSurroundings surroundings, @Nullable String gpu) {
    return switch (request) {
      case CPU -> new Cpu("device: cpu, as asked for");
      case ND4J_CUDA -> new Nd4jCuda(Nd4jCudaOffer.of(surroundings, gpu).card());
      case AUTO -> new Cpu("device: cpu; " + Nd4jCudaOffer.of(surroundings, gpu).whyNot());
    };
  }
}
