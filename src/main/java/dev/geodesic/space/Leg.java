package dev.geodesic.space;

import dev.geodesic.trial.Rung;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a pack's training: from one rung of a halving to the next; without halving, all of it.
 *
 * @param pack trials that train together
 * @param from step after which it begins; 0 for the beginning
 * @param to step after which it ends
 * @param rung at its end; absent without halving
 * @param sources ids of the legs that its trials come from, whose states they go on from; none at
 *     the beginning
 */
public record Leg(Pack pack, int from, int to, @Nullable Rung rung, List<String> sources)
    implements Serializable {
  public Leg {
    sources = List.copyOf(sources);
    if (from < 0 || to <= from || to > pack.structure().schedule().steps()) {
      throw new IllegalArgumentException(
          "a leg must lie within the steps of its pack, got: %d to %d".formatted(from, to));
    }
  }

  /** The whole training of a pack. */
  public static Leg whole(Pack pack) {
    return new Leg(pack, 0, pack.structure().schedule().steps(), null, List.of());
  }

  /** The same leg of some of its trials. */
  public Leg of(Pack part) {
    return new Leg(part, from, to, rung, sources);
  }

  /** Whether its trials end with it. */
  public boolean isLast() {
    return to == pack.structure().schedule().steps();
  }

  /** The leg's identity, under which its state is kept. */
  public String id() {
    return isLast() ? pack.id() : pack.id() + "-" + to;
  }

  /** Steps of all its trials together, if none diverges. */
  public long trialSteps() {
    return (long) pack.trials().size() * (to - from);
  }

  /** Describes the leg in words. */
  public String describe() {
    return rung == null
        ? pack.describe()
        : "%s, steps %d to %d".formatted(pack.describe(), from + 1, to);
  }
}
