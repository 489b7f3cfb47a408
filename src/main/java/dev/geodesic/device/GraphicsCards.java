package dev.geodesic.device;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cards of a machine, as NVIDIA's driver reports them. */
public sealed interface GraphicsCards extends Serializable {
  /** Returns the card of a number, as the driver's tools count; empty where none is known. */
  default Optional<Card> find(int index) {
    return this instanceof Present present ? present.card(index) : Optional.empty();
  }

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

    /** Returns the card of a number; empty where there is none. */
    Optional<Card> card(int index) {
      return cards.stream().filter(card -> card.index() == index).findFirst();
    }
  }

  /**
   * One card.
   *
   * @param index the card's number by the driver's tools, from 0
   * @param name of the model
   * @param capability the version of its instruction set; absent where the driver does not tell
   * @param memoryMebibytes its whole memory; 0 where the driver does not tell
   * @param bus where it is; absent where the driver does not tell
   * @param uuid a name that no other card has; absent where the driver does not tell
   * @param isDivided whether it is in MIG mode, and processes get slices of it
   */
  record Card(
      int index,
      String name,
      @Nullable ComputeCapability capability,
      long memoryMebibytes,
      @Nullable PciAddress bus,
      @Nullable String uuid,
      boolean isDivided)
      implements Serializable {
    @Override
    public String toString() {
      return capability == null ? name : "%s of compute capability %s".formatted(name, capability);
    }
  }
}
