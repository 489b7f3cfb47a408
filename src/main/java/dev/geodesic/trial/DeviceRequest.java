package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;
import org.jspecify.annotations.Nullable;

/** Which kind of device a user wants to train on. */
public enum DeviceRequest implements ConfName {
  /** The fastest kind present that is certain to compute right. */
  AUTO,
  /** The processor's cores. */
  CPU,
  /** A card of any vendor, or a processor, through its OpenCL driver. */
  OPENCL,
  /** An NVIDIA card, through ND4J's CUDA back end. */
  ND4J_CUDA;

  /**
   * Returns the kind of a device in the results, whose description begins with the name of its
   * kind; {@link #AUTO} if that is no known kind or there is no description.
   */
  public static DeviceRequest ofDescription(@Nullable String description) {
    return description == null
        ? AUTO
        : ConfName.find(DeviceRequest.class, description.split("[: ]", 2)[0]).orElse(AUTO);
  }
}
