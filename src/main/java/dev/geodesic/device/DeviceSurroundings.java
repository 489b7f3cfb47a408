package dev.geodesic.device;

import dev.geodesic.device.opencl.OpenClCards;
import java.util.Map;

/**
 * The properties of a machine and a build that decide which devices are available.
 *
 * @param hasNd4jCuda whether ND4J's CUDA back end is on the class path
 * @param cards of the machine, as NVIDIA's driver reports them
 * @param opencl devices of all OpenCL drivers of the machine
 * @param environment of this process, which may hide cards
 */
public record DeviceSurroundings(
    boolean hasNd4jCuda, GraphicsCards cards, OpenClCards opencl, Map<String, String> environment) {
  public DeviceSurroundings {
    environment = Map.copyOf(environment);
  }

  /**
   * Reads the properties of this process and its machine.
   *
   * @throws dev.geodesic.trial.NativeCodeError if the bindings of OpenCL cannot be loaded
   */
  public static DeviceSurroundings here() {
    return here(NativeCode.opencl(OpenClCards::ofThisMachine));
  }

  /** Reads those of this process and its machine whose OpenCL devices are known. */
  static DeviceSurroundings here(OpenClCards opencl) {
    return new DeviceSurroundings(
        Nd4jBackends.CUDA.isPresent(), NvidiaSmi.ask("nvidia-smi"), opencl, System.getenv());
  }
}
