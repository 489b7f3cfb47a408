package dev.geodesic.sweep;

import dev.geodesic.space.Pack;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.util.List;
import java.util.function.Function;

/**
 * Keeps a trial that cannot be computed from taking its pack along. Thrown, its trouble would make
 * Spark try the whole pack four times, and hold a healthy executor to blame.
 */
final class Isolation {
  private Isolation() {}

  /**
   * Trains a pack, and where that fails each of its trials alone: the ones that fail again are
   * FAILED. So are those that ask for more memory than there is: Spark takes that error for the end
   * of the whole process.
   *
   * @param trainer trains trials of one structure, or throws
   * @return one outcome a trial, in the pack's order
   * @throws StoppedException if the trainer does
   */
  static List<Outcome> train(Pack pack, Function<Pack, List<Outcome>> trainer) {
    try {
      return trainer.apply(pack);
    } catch (StoppedException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      return pack.trials().size() == 1
          ? List.of(failed(pack.trials().get(0), e))
          : pack.trials().stream()
              .flatMap(trial -> train(new Pack(List.of(trial)), trainer).stream())
              .toList();
    }
  }

  private static Outcome failed(TrialSpec trial, Throwable cause) {
    String line = cause.toString().lines().findFirst().orElse("");
    return new Outcome(trial, new TrialStatus.Failed(line), List.of());
  }
}
