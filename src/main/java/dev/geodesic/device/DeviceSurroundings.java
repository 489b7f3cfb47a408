package dev.geodesic.device;

import java.io.Serializable;

/**
 * The properties of a machine and a build that decide which devices are available.
 *
 * @param hasNd4jCuda whether ND4J's CUDA back end is on the class path
 * @param cards of the machine
 */
public record DeviceSurroundings(boolean hasNd4jCuda, GraphicsCards cards) implements Serializable {
  /** Reads the properties of this process and its machine. */
  public static DeviceSurroundings here() {
    return new DeviceSurroundings(Nd4jBackends.CUDA.isPresent(), NvidiaSmi.ask("nvidia-smi"));
  }
}
