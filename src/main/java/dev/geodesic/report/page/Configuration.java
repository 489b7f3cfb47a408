package dev.geodesic.report.page;

import dev.geodesic.store.summary.Estimate;
import dev.geodesic.trial.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A configuration of an optimizer and its results for each seed.
 *
 * @param id the configuration's id in the views
 * @param problem the problem on which it was tried
 * @param optimizer the name of the optimizer
 * @param label a readable label, unique within the problem
 * @param place its rank among the configurations of its optimizer on its problem, from 1
 * @param values the values of the hyperparameters and of the batch size by column; columns without
 *     a value are left out
 * @param steps the number of steps of a trial
 * @param seeds the results in the search, ordered by seed
 * @param confirmed the results on fresh seeds that have ended, ordered by seed; none if it was not
 *     confirmed
 * @param loss the loss that chooses after the last step, over the seeds of the search that took it
 */
record Configuration(
    String id,
    Problem problem,
    String optimizer,
    String label,
    int place,
    Map<String, Object> values,
    int steps,
    List<Seed> seeds,
    List<Seed> confirmed,
    Estimate loss) {
  static final String LEARNING_RATE = "learning_rate";

  /**
   * Returns the number of seeds that were not stopped, and have no complete curve or no finite loss
   * at its end.
   */
  int lost() {
    return (int) seeds.stream().filter(seed -> !seed.isStopped() && !seed.hasLoss()).count();
  }

  int diverged() {
    return (int) seeds.stream().filter(Seed::isDiverged).count();
  }

  double learningRate() {
    return (Double) Objects.requireNonNull(values.get(LEARNING_RATE), id);
  }

  /** Returns the mean training time of the trials that took all steps, or nothing if none did. */
  OptionalDouble seconds() {
    return seeds.stream()
        .filter(Seed::isCompleted)
        .map(Seed::seconds)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average();
  }
}
