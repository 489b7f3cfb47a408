package dev.geodesic.proof;

import dev.geodesic.device.opencl.OpenClCards;

/** Asks all OpenCL drivers of the machine for their devices. */
record CardsTask() implements Task<OpenClCards> {
  @Override
  public OpenClCards run(Progress progress) {
    progress.at("the search for devices");
    return OpenClCards.ofThisMachine();
  }
}
