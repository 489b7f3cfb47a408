package dev.geodesic.report.page;

import dev.geodesic.store.Estimate;
import dev.geodesic.trial.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of an optimizer, and how it ended for each seed.
 *
 * @param id of the views
 * @param problem that it was tried on
 * @param optimizer its name
 * @param label for people; no other of its problem has it
 * @param place among those of its optimizer on its problem, from 1
 * @param values of hyperparameters, and of the batch size, by column; those without one left out
 * @param steps asked for
 * @param seeds by number
 * @param loss on the holdout after the last step, over the seeds that took it
 * @param accuracy the same, in the mean; null if no seed got there
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

  /** Seeds without a whole curve, or with a loss at its end that is no finite number. */
  int lost() {
    return seeds.size() - (int) seeds.stream().filter(Seed::hasLoss).count();
  }

  int diverged() {
    return (int) seeds.stream().filter(Seed::isDiverged).count();
  }

  double learningRate() {
    return (Double) Objects.requireNonNull(values.get(LEARNING_RATE), id);
  }

  /** Training time of a whole trial, in the mean; empty if no seed got there. */
  OptionalDouble seconds() {
    return seeds.stream()
        .filter(Seed::isCompleted)
        .map(Seed::seconds)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average();
  }
}
