package dev.geodesic.sweep.task;

import dev.geodesic.device.DeviceLostException;
import dev.geodesic.space.Pack;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialStatus.Unfinished;
import java.util.List;
import java.util.stream.Stream;

/**
 * Isolates a trial that cannot be computed from its pack, and divides a pack that is too large for
 * the device. If these errors left the task, Spark would blame a healthy executor.
 */
public final class Isolation {
  private final Trainer trainer;

  private Isolation(Trainer trainer) {
    this.trainer = trainer;
  }

  /** Trains trials of one structure. */
  interface Trainer {
    /**
     * Trains trials together, or throws.
     *
     * @param halvings how often the pack was halved to come to them
     * @return one outcome a trial
     */
    List<Outcome> train(Pack part, int halvings);
  }

  /**
   * Trials of a pack that trained together.
   *
   * @param pack that they made
   * @param outcomes one a trial
   * @param halvings how often the pack was halved to come to them
   */
  public record Trained(Pack pack, List<Outcome> outcomes, int halvings) {}

  /**
   * Trains a pack. Where memory does not suffice its halves train one after the other; where it
   * fails otherwise, each trial trains alone. A trial that fails alone has no result.
   *
   * @param trainer trains trials of one structure, or throws
   * @return every trial once, in the pack's order
   * @throws StoppedException if the trainer does
   * @throws DeviceLostException if the trainer does
   * @throws PackFailure if the trainer does
   */
  static List<Trained> train(Pack pack, Trainer trainer) {
    return new Isolation(trainer).train(pack, 0).toList();
  }

  private Stream<Trained> train(Pack pack, int halvings) {
    try {
      return Stream.of(new Trained(pack, trainer.train(pack, halvings), halvings));
    } catch (StoppedException | DeviceLostException | PackFailure e) {
      throw e;
    } catch (OutOfMemoryError e) {
      // Spark would end the process for this error, although only one allocation failed.
      int trials = pack.trials().size();
      return trials == 1
          ? failed(pack, halvings, FailureKind.OUT_OF_MEMORY, e)
          : Stream.concat(
              train(part(pack, 0, trials / 2), halvings + 1),
              train(part(pack, trials / 2, trials), halvings + 1));
    } catch (RuntimeException e) {
      return pack.trials().size() == 1
          ? failed(pack, halvings, FailureKind.FAILED_CONFIG, e)
          : pack.trials().stream().flatMap(trial -> train(new Pack(List.of(trial)), halvings));
    }
  }

  private static Pack part(Pack pack, int from, int to) {
    return new Pack(pack.trials().subList(from, to));
  }

  private static Stream<Trained> failed(
      Pack pack, int halvings, FailureKind trouble, Throwable cause) {
    Trial trial = pack.trials().get(0);
    String line = ErrorText.firstLine(cause.toString());
    Outcome outcome = new Outcome(trial, new Unfinished(trouble, line), List.of());
    return Stream.of(new Trained(pack, List.of(outcome), halvings));
  }
}
