package dev.geodesic.report.page;

import dev.geodesic.store.summary.Estimate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A configuration that was chosen by the search and then trained on fresh seeds.
 *
 * @param optimizer the name of the optimizer
 * @param label the label of the configuration
 * @param place its rank in the search among the configurations of its optimizer, from 1
 * @param chosenBy the loss that chose it, over the seeds of the search
 * @param seeds the number of fresh seeds
 * @param lost the number of these without a complete curve or a finite loss
 * @param loss the holdout loss over the other fresh seeds
 */
record Confirmed(
    String optimizer,
    String label,
    int place,
    Estimate chosenBy,
    int seeds,
    int lost,
    Estimate loss) {

  /** Returns all configurations of one problem that were confirmed, optimizer by optimizer. */
  static List<Confirmed> of(List<Configuration> configurations) {
    return configurations.stream()
        .filter(configuration -> !configuration.confirmed().isEmpty())
        .sorted(
            Comparator.comparing(Configuration::optimizer).thenComparingInt(Configuration::place))
        .map(Confirmed::of)
        .toList();
  }

  private static Confirmed of(Configuration configuration) {
    List<Double> losses =
        configuration.confirmed().stream()
            .filter(Seed::isCompleted)
            .map(Seed::told)
            .filter(Objects::nonNull)
            .toList();
    int seeds = configuration.confirmed().size();
    return new Confirmed(
        configuration.optimizer(),
        configuration.label(),
        configuration.place(),
        configuration.loss(),
        seeds,
        seeds - losses.size(),
        Estimate.of(losses));
  }
}
