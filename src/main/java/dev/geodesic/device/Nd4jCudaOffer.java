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
   * The least and the most that ND4J's CUDA 11.6 is for: it has machine code up to 8.6, which 8.9
   * runs as well, and nothing that a driver could translate for later cards.
   */
  ComputeCapability OLDEST = new ComputeCapability(6, 0);

  ComputeCapability NEWEST = new ComputeCapability(8, 9);

  /**
   * The card to train on.
   *
   * @throws RequestException if there is none
   */
  Card card();

  /** Why nobody who left the choice to the program gets it. */
  String whyNot();

  /** It can. */
  record Usable(Card card) implements Nd4jCudaOffer {
    /** Nobody has seen it run on a card, let alone faster than the processor. */
    @Override
    public String whyNot() {
      return "%s is left idle, as nd4j-cuda has yet to prove itself on a card: try geodesic device check --device nd4j-cuda, then sweep.device = nd4j-cuda"
          .formatted(card);
    }
  }

  /**
   * It cannot use the card that is there.
   *
   * @param needs what, and what there is
   */
  record Unusable(Card idle, String needs) implements Nd4jCudaOffer {
    @Override
    public Card card() {
      throw new RequestException("device nd4j-cuda needs %s; or %s".formatted(needs, REMEDY));
    }

    @Override
    public String whyNot() {
      return "%s is left idle, as nd4j-cuda needs %s".formatted(idle.name(), needs);
    }
  }

  /** There is no card. */
  record NoCard(String reason) implements Nd4jCudaOffer {
    @Override
    public Card card() {
      throw new RequestException(
          "device nd4j-cuda needs an NVIDIA card, got: none, as %s; %s".formatted(reason, REMEDY));
    }

    @Override
    public String whyNot() {
      return "there is no NVIDIA card, as " + reason;
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
          best,
          "a card of compute capability %s to %s, got: %s, for which ND4J's CUDA 11.6 has no machine code"
              .formatted(OLDEST, NEWEST, best));
    }
    return surroundings.hasNd4jCuda()
        ? new Usable(best)
        : new Unusable(
            best, "ND4J's CUDA back end, got: a build without it; mvn -Pnd4j-cuda package");
  }

  private static boolean serves(Card card) {
    return card.capability().compareTo(OLDEST) >= 0 && card.capability().compareTo(NEWEST) <= 0;
  }
}
