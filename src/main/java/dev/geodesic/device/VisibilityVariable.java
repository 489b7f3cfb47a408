package dev.geodesic.device;

import dev.geodesic.device.opencl.OpenClCard;
import java.util.Arrays;
import java.util.Optional;

/** The variables that hide cards from a process, each for those of one maker. */
enum VisibilityVariable {
  CUDA_VISIBLE_DEVICES("NVIDIA"),
  ROCR_VISIBLE_DEVICES("AMD");

  private final String maker;

  VisibilityVariable(String maker) {
    this.maker = maker;
  }

  /** Returns the variable that a card's driver obeys. */
  static Optional<VisibilityVariable> of(OpenClCard card) {
    return Arrays.stream(values())
        .filter(variable -> card.platform().contains(variable.maker))
        .findFirst();
  }
}
