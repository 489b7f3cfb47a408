package dev.geodesic.device;

import java.io.Serializable;

/**
 * What of a machine and of a build decides which devices there are.
 *
 * @param hasNd4jCuda whether ND4J's CUDA back end is on the class path
 * @param cards of the machine
 */
public record DeviceSurroundings(boolean hasNd4jCuda, GraphicsCards cards) implements Serializable {
  private static final String ND4J_CUDA = "/org/nd4j/linalg/jcublas/JCublasBackend.class";

  /** Those of this process. */
  public static DeviceSurroundings here() {
    return new DeviceSurroundings(
        DeviceSurroundings.class.getResource(ND4J_CUDA) != null, NvidiaSmi.ask("nvidia-smi"));
  }
}
