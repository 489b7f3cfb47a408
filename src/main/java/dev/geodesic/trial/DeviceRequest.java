package dev.geodesic.trial;

/** Which kind of device a user wants to train on. */
public enum DeviceRequest implements ConfName {
  /** What is sure to be right and no slower than another that is there. */
  AUTO,
  /** The processor's cores. */
  CPU,
  /** An NVIDIA card, through ND4J's CUDA back end. */
  ND4J_CUDA
}
