package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.conf.SampleOptimizers;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.OptimizerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No hyperparameter is read and forgotten, or taken for that of another trial of the pack. */
class HyperparametersTest {
  private static final int STEPS = 12;

  /** All solvers take the same step, and this test has no network to be preconditioned. */
  private static final Set<String> WITHOUT_EFFECT = Set.of("solver", "preconditioner");

  /** Bounds that bind, and a cut-off that cuts. */
  private static final Map<String, String> CHOSEN =
      Map.of(
          "max-norm", "0.01",
          "max-kl", "1e-4",
          "max-inverse-probability", "2",
          "reltol", "0.3",
          "cg-iterations", "1");

  static Stream<Arguments> hyperparameters() {
    return Families.ALL.stream()
        .flatMap(
            family ->
                family.parameters().stream()
                    .map(Parameter::key)
                    .filter(key -> !WITHOUT_EFFECT.contains(key))
                    .map(key -> Arguments.of(family.name(), key)));
  }

  /** With damping, where there is one, so that rounding stays as small as it is. */
  private static Map<String, String> usual(Family<?> family) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter<?> parameter : family.parameters()) {
      if (parameter.defaultText().isEmpty() || parameter.key().equals("damping")) {
        values.put(parameter.key(), "0.5");
      }
    }
    return values;
  }

  private static OptimizerSpec read(Family<?> family, Map<String, String> values) {
    return SampleOptimizers.read(
        values.entrySet().stream()
            .map(value -> ", %s = %s".formatted(value.getKey(), value.getValue()))
            .collect(Collectors.joining("", "name = " + family.name(), "")));
  }

  private static double[] losses(OptimizerSpec... optimizers) {
    Pack pack = Packs.of(4, 8, STEPS, Packs.PLAIN, optimizers);
    List<Outcome> outcomes = Packs.train(pack);
    return Packs.trainLosses(outcomes.get(outcomes.size() - 1));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("hyperparameters")
  void anotherValueTakesOtherStepsAndTheSameOnesFused(String name, String key) {
    Family<?> family = Families.named(name).orElseThrow();
    Map<String, String> values = usual(family);
    OptimizerSpec usual = read(family, values);
    Parameter<?> parameter = family.parameter(key).orElseThrow();
    values.put(key, CHOSEN.getOrDefault(key, SampleOptimizers.chosen(parameter)));
    OptimizerSpec changed = read(family, values);
    double[] alone = losses(changed);

    assertThat(alone).as("%s", changed).isNotEqualTo(losses(usual));
    if (changed.structure().equals(usual.structure())) {
      assertThat(losses(usual, changed)).as("%s", changed).containsExactly(alone, within(1e-6));
    }
  }
}
