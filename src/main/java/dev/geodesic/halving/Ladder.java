package dev.geodesic.halving;

import dev.geodesic.space.Halving.Bracket;
import dev.geodesic.trial.Trial;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Configurations that compete: those of one optimizer's entry on one problem in one bracket. Which
 * of them go on depends on their losses alone, never on the time or the place at which these came.
 *
 * @param name of the optimizer, for people
 * @param eta one in so many goes on
 * @param bracket the rungs
 * @param contenders all configurations
 */
public record Ladder(String name, int eta, Bracket bracket, List<Contender> contenders) {
  public Ladder {
    contenders = List.copyOf(contenders);
  }

  /** Returns how many of a number of configurations go on from a rung. */
  public int promoted(int configurations) {
    return Math.max(1, configurations / eta);
  }

  /**
   * Returns the configurations that go on from a rung, in the order of {@link Ranking#best}.
   *
   * @param competing at this rung
   * @param loss of a trial at this rung, nats a sample; empty for one that was lost
   */
  public List<Contender> best(List<Contender> competing, Function<Trial, OptionalDouble> loss) {
    return Ranking.best(competing, loss, promoted(competing.size()));
  }
}
