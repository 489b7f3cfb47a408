package dev.geodesic.device;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cards of a machine, as NVIDIA's driver reports them. */
public sealed interface GraphicsCards extends Serializable {
  /**
   * No card is known.
   *
   * @param reason a clause for messages, such as "nvidia-smi knows no card"
   */
  record Absent(String reason) implements GraphicsCards {}

  /**
   * At least one card is known.
   *
   * @param driver the driver's version
   * @param cards at least one
   */
  record Present(String driver, List<Card> cards) implements GraphicsCards {
    public Present {
      cards = List.copyOf(cards);
    }
  }

  /**
   * One card.
   *
   * @param index the card's number by the driver's tools, from 0
   * @param name of the model
   * @param capability the version of its instruction set
   * @param memoryMebibytes its whole memory
   * @param bus where it is; absent where the driver does not tell
   */
  record Card(
      int index,
      String name,
      ComputeCapability capability,
      long memoryMebibytes,
      @Nullable PciAddress bus)
      implements Serializable {
    @Override
    public String toString() {
      return "%s of compute capability %s".formatted(name, capability);
    }
  }
}
