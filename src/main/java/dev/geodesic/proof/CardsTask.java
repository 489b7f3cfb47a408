package dev.geodesic.proof;

import dev.geodesic.device.opencl.OpenClCards;
import java.time.Duration;

/** Asks all OpenCL drivers of the machine for their devices. */
record CardsTask() implements Task<OpenClCards> {
  private static final Duration MOST = Duration.ofSeconds(15);

  @Override
  public Duration most() {
    return MOST;
  }

  @Override
  public OpenClCards run(Progress progress) {
    progress.at("the search for devices");
    return OpenClCards.ofThisMachine();
  }
}
