package dev.geodesic.proof;

import dev.geodesic.device.Prover;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCards;

/** Takes any card, as it is about to be checked. */
record CardsToCheck(OpenClCards cards) implements Prover {
  @Override
  public Verdict verdict(OpenClCard card) {
    return new Verdict.Taken("auto takes it where it passes and is faster than the cores");
  }
}
