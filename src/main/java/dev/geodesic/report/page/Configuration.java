package dev.geodesic.report.page;

import dev.geodesic.store.summary.Estimate;
import dev.geodesic.trial.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

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
 * @param seeds the results, ordered by seed
 * @param loss the holdout loss after the last step, over the seeds that took it
 * @param accuracy the mean holdout accuracy after the last step; null if no seed took it
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
    Estimate loss,
    @Nullable Double accuracy) {
  static final String LEARNING_RATE = "learning_rate";

  /** Returns the number of seeds without a complete curve or without a finite loss at its end. */
  int lost() {
    return seeds.size() - (int) seeds.stream().filter(Seed::hasLoss).count();
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
