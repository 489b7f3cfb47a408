package dev.geodesic.device;

import dev.geodesic.device.opencl.OpenClCard;

/**
 * Finds out whether a card is right and faster than the processor, out of the way of a driver that
 * may end or stop the process that it is in.
 */
public interface Prover {
  /** Says whether a card may take the place of the processor. */
  Verdict verdict(OpenClCard card);

  /** What was decided. */
  sealed interface Verdict {
    /** The card trains. */
    record Taken(String reason) implements Verdict {}

    /** The processor trains. */
    record LeftIdle(String reason) implements Verdict {}

    /** Returns a clause for messages. */
    String reason();
  }
}
