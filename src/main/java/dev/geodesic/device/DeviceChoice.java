package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.nd4j.Nd4jDevice;
import dev.geodesic.trial.DeviceRequest;
import org.jspecify.annotations.Nullable;

/** The device to train on, chosen from those that a machine and a build offer. */
public sealed interface DeviceChoice {
  /** Returns one line that names the device and says why no other is taken. */
  String line();

  /** Opens the device for the calling thread. */
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

  /** Chooses a device in this process; see {@link #of}. */
  static DeviceChoice here(DeviceRequest request, @Nullable String gpu) {
    return of(request, DeviceSurroundings.here(), gpu);
  }

  /**
   * Chooses the device that answers a request.
   *
   * @param gpu the index, as the driver counts, of the one card that may be used; absent where all
   *     may
   * @throws dev.geodesic.trial.RequestException if the device that is asked for is unavailable
   */
  static DeviceChoice of(
      DeviceRequest request, DeviceSurroundings surroundings, @Nullable String gpu) {
    return switch (request) {
      case CPU -> new Cpu("device: cpu, as asked for");
      case OPENCL -> throw new UnsupportedOperationException();
      case ND4J_CUDA -> new Nd4jCuda(Nd4jCudaOffer.of(surroundings, gpu).card());
      case AUTO -> new Cpu("device: cpu; " + Nd4jCudaOffer.of(surroundings, gpu).whyNot());
    };
  }
}
