package dev.geodesic.device;

import java.io.Serializable;
import java.util.List;

/** What NVIDIA's driver reports about the cards of a machine. */
public sealed interface GraphicsCards extends Serializable {
  /**
   * It knows of none.
   *
   * @param reason in words
   */
  record Absent(String reason) implements GraphicsCards {}

  /**
   * It knows of some.
   *
   * @param driver its version
   * @param cards at least one
   */
  record Present(String driver, List<Card> cards) implements GraphicsCards {
    public Present {
      cards = List.copyOf(cards);
    }
  }

  /**
   * A card.
   *
   * @param index as the driver counts
   * @param name of the model
   * @param capability of its instruction set
   * @param memoryMebibytes in all
   */
  record Card(int index, String name, ComputeCapability capability, long memoryMebibytes)
      implements Serializable {
    @Override
    public String toString() {
      return "%s of compute capability %s".formatted(name, capability);
    }
  }
}
