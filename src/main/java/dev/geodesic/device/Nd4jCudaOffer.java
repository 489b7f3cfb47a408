package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Absent;
import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.GraphicsCards.Present;
import dev.geodesic.trial.RequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether ND4J's CUDA back end can run, and if not, what it needs. */
sealed interface Nd4jCudaOffer {
  /**
   * The oldest and newest cards that ND4J's CUDA 11.6 runs on: it has machine code up to 8.6, which
   * 8.9 runs as well, and no PTX that a driver could translate for later cards.
   */
  ComputeCapability OLDEST = new ComputeCapability(6, 0);

  ComputeCapability NEWEST = new ComputeCapability(8, 9);

  /**
   * Returns the card to train on.
   *
   * @throws RequestException if there is no usable one
   */
  Card card();

  /** The back end can run on a card. */
  record Usable(Card card) implements Nd4jCudaOffer {}

  /**
   * There is a card, but the back end cannot use it.
   *
   * @param needs what the back end needs, and what there is instead, for messages
   */
  record Unusable(String needs) implements Nd4jCudaOffer {
    @Override
    public Card card() {
      throw new RequestException("device nd4j-cuda needs %s; or %s".formatted(needs, REMEDY));
    }
  }

  /**
   * There is no card.
   *
   * @param reason a clause for messages
   */
  record NoCard(String reason) implements Nd4jCudaOffer {
    @Override
    public Card card() {
      throw new RequestException(
          "device nd4j-cuda needs an NVIDIA card, got: none, as %s; %s".formatted(reason, REMEDY));
    }
  }

  String REMEDY = "take cpu instead, by sweep.device or --device";

  static Nd4jCudaOffer of(DeviceSurroundings surroundings, @Nullable String gpu) {
    if (surroundings.cards() instanceof Absent absent) {
      return new NoCard(absent.reason());
    }
    List<Card> cards =
        ((Present) surroundings.cards())
            .cards().stream()
                .filter(card -> gpu == null || gpu.equals(String.valueOf(card.index())))
                .toList();
    if (cards.isEmpty()) {
      return new NoCard("the driver does not know card " + gpu);
    }
    Card best = cards.stream().filter(Nd4jCudaOffer::serves).findFirst().orElse(cards.get(0));
    if (!serves(best)) {
      return new Unusable(
          "a card of compute capability %s to %s, got: %s, for which ND4J's CUDA 11.6 has no machine code"
              .formatted(OLDEST, NEWEST, best));
    }
    return surroundings.hasNd4jCuda()
        ? new Usable(best)
        : new Unusable("ND4J's CUDA back end, got: a build without it; mvn -Pnd4j-cuda package");
  }

  private static boolean serves(Card card) {
    ComputeCapability capability = card.capability();
    return capability != null
        && capability.compareTo(OLDEST) >= 0
        && capability.compareTo(NEWEST) <= 0;
  }
}
