package dev.geodesic.space;

import dev.geodesic.trial.ContentHash;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialSpec;
import java.io.Serializable;
import java.util.List;

/**
 * Trials that differ in numbers only, and so train fused as one tensor program on one batch order.
 *
 * @param trials at least one, alike in everything that {@link Structure} names
 */
public record Pack(List<Trial> trials) implements Serializable {
  private static final int ID_LENGTH = 20;

  public Pack {
    trials = List.copyOf(trials);
    List<Structure> structures =
        trials.stream().map(trial -> Structure.of(trial.spec())).distinct().toList();
    if (structures.size() != 1) {
      throw new IllegalArgumentException(
          "trials of a pack must share one structure, got: " + structures);
    }
  }

  /**
   * The pack of these trials.
   *
   * @param specs at least one, alike in everything that {@link Structure} names
   * @param dataFingerprint hash of the content of the data set that they name
   * @throws IllegalArgumentException if they differ in structure
   */
  public static Pack of(List<TrialSpec> specs, String dataFingerprint) {
    return new Pack(Trial.all(specs, dataFingerprint));
  }

  /** The pack's identity, which its trials and their data decide, whatever machine trains it. */
  public String id() {
    return idOf(trials.stream().map(Trial::id).toList());
  }

  /** The specifications of its trials, in their order. */
  public List<TrialSpec> specs() {
    return trials.stream().map(Trial::spec).toList();
  }

  /** Returns the identity of the pack of these trials, in this order. */
  public static String idOf(List<String> trialIds) {
    return ContentHash.of(String.join("\n", trialIds)).substring(0, ID_LENGTH);
  }

  /** The structure that all its trials share. */
  public Structure structure() {
    return Structure.of(trials.get(0).spec());
  }

  /** Describes the pack in words, as in {@code sgd, side 14, batch 32, seed 0: 8 trials}. */
  public String describe() {
    Structure shared = structure();
    return "%s, side %d, batch %d, seed %d: %d %s"
        .formatted(
            shared.optimizer(),
            shared.data().downsample(),
            shared.data().batchSize(),
            shared.seed(),
            trials.size(),
            trials.size() == 1 ? "trial" : "trials");
  }

  /** Steps of all its trials together, if none diverges. */
  public long trialSteps() {
    return (long) trials.size() * structure().schedule().steps();
  }

  /** Everything about a trial that decides which program runs, and on which batches. */
  public record Structure(
      DataSpec data,
      ModelSpec model,
      String optimizer,
      String optimizerStructure,
      Schedule schedule,
      int seed)
      implements Serializable {
    static Structure of(TrialSpec trial) {
      return new Structure(
          trial.data(),
          trial.model(),
          trial.optimizer().name(),
          trial.optimizer().structure(),
          trial.schedule(),
          trial.seed());
    }
  }
}
