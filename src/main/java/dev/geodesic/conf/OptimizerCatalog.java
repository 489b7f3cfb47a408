package dev.geodesic.conf;

import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Require;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The optimizers that a conf may ask for. A new one is a record in {@code trial}, and an entry. */
public final class OptimizerCatalog {
  private static final Key<Double> LEARNING_RATE =
      Key.required("learning-rate", Numbers.number(Require::positive), "step length");
  private static final Key<Double> RELTOL =
      Key.of(
          "reltol",
          Numbers.number(Require::fraction),
          0.0,
          "drops eigenvalues of the Fisher matrix up to this share of the largest");
  private static final Key<Double> DAMPING =
      Key.of(
          "damping",
          Numbers.number(Require::nonNegative),
          0.0,
          "added to the eigenvalues of the batch's mean Fisher matrix");
  private static final Key<Fisher> FISHER =
      Key.of("fisher", Kinds.choice(Fisher.class), Fisher.EXACT, "which Fisher matrix");
  private static final Key<Solver> SOLVER =
      Key.of("solver", Kinds.choice(Solver.class), Solver.AUTO, "how it is inverted");

  private static final OptimizerEntry SGD =
      new OptimizerEntry(
          Sgd.NAME,
          "stochastic gradient descent",
          List.of(LEARNING_RATE),
          settings -> new Sgd(settings.of(LEARNING_RATE)));
  private static final OptimizerEntry NATURAL_GRADIENT =
      new OptimizerEntry(
          NaturalGradient.NAME,
          "gradient descent along the inverse of the batch's Fisher matrix",
          List.of(LEARNING_RATE, RELTOL, DAMPING, FISHER, SOLVER),
          settings ->
              new NaturalGradient(
                  settings.of(LEARNING_RATE),
                  settings.of(RELTOL),
                  settings.of(DAMPING),
                  settings.of(FISHER),
                  settings.of(SOLVER)));

  private static final List<OptimizerEntry> ALL = List.of(SGD, NATURAL_GRADIENT);
  private static final Key<OptimizerEntry> NAME =
      Key.required("name", Kinds.oneOf(byName()), "one of " + String.join(", ", byName().keySet()));

  private OptimizerCatalog() {}

  /** Every optimizer, for help texts. */
  public static List<OptimizerEntry> all() {
    return ALL;
  }

  /** All optimizers that one entry of {@code optimizers} spells. */
  static List<OptimizerSpec> read(Value value) {
    OptimizerEntry entry =
        Section.unchecked(value)
            .maybe(NAME)
            .orElseGet(() -> Section.of(value, known(ALL), KnownKeys.homes()).one(NAME));
    Section section = Section.of(value, known(List.of(entry)), KnownKeys.homes());
    return Settings.product(section, entry.keys()).stream()
        .map(settings -> value.checked(value.path() + ": ", () -> entry.build().apply(settings)))
        .toList();
  }

  private static List<String> known(List<OptimizerEntry> entries) {
    Stream<Key<?>> keys = entries.stream().flatMap(entry -> entry.keys().stream());
    return Stream.concat(Stream.of(NAME), keys).map(Key::name).distinct().toList();
  }

  private static Map<String, OptimizerEntry> byName() {
    return ALL.stream()
        .collect(
            Collectors.toMap(
                OptimizerEntry::name, entry -> entry, (a, b) -> a, LinkedHashMap::new));
  }
}
