package dev.geodesic.device;

import java.io.Serializable;

/**
 * What of a machine and of a build decides which devices there are.
 *
 * @param hasNd4jCuda whether ND4J's CUDA back end is on the class path
 * @param cards of the machine
 */
public record DeviceSurroundings(boolean hasNd4jCuda, GraphicsCards cards) implements Serializable {
  /** What this process has. */
  public static DeviceSurroundings here() {
    return new DeviceSurroundings(Nd4jBackends.CUDA.isPresent(), NvidiaSmi.ask("nvidia-smi"));
  }
}
