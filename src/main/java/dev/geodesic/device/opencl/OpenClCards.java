package dev.geodesic.device.opencl;

import java.io.Serializable;
import java.util.List;

/** Finds the devices of all OpenCL drivers of the machine. */
public sealed interface OpenClCards extends Serializable {

  /**
   * There is OpenCL.
   *
   * @param cards all devices that can be used, at least one, in the order in which drivers list
   *     them
   */
  record Present(List<OpenClCard> cards) implements OpenClCards {
    public Present {
      cards = List.copyOf(cards);
    }
  }

  /**
   * There is no OpenCL device.
   *
   * @param reason a clause for messages
   */
  record Absent(String reason) implements OpenClCards {}

  /**
   * Asks the drivers.
   *
   * @throws LinkageError if the bindings cannot be loaded
   */
  static OpenClCards ofThisMachine() {
    Bindings.load();
    List<CardSurvey> all = CardSurvey.all();
    List<OpenClCard> cards = CardSurvey.cards(all);
    if (!cards.isEmpty()) {
      return new Present(cards);
    }
    return new Absent(
        all.isEmpty()
            ? "no OpenCL driver in /etc/OpenCL/vendors offers a device"
            : "no device of the OpenCL drivers here is available, has a compiler, and answers");
  }
}
