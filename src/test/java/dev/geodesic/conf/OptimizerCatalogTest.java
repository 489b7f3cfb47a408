package dev.geodesic.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.SearchSpace;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What help texts say of an optimizer is what its record holds and what a conf takes. */
class OptimizerCatalogTest {
  static Stream<OptimizerEntry> entries() {
    return OptimizerCatalog.all().stream();
  }

  @Test
  void hasEveryOptimizerOnce() {
    assertThat(OptimizerCatalog.all())
        .hasSize(OptimizerSpec.class.getPermittedSubclasses().length)
        .extracting(OptimizerEntry::name)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void keysAreTheHyperparameters(OptimizerEntry entry) {
    TrialSpec trial =
        SearchSpace.of(ConfReader.parse(conf(entry), "c", List.of()).sweep()).trials().get(0);

    assertThat(trial.optimizer().name()).isEqualTo(entry.name());
    assertThat(Section.names(entry.keys()))
        .containsExactlyInAnyOrderElementsOf(trial.optimizer().hyperparameters().keySet());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void defaultsAreTheOnesThatHold(OptimizerEntry entry) {
    OptimizerSpec optimizer =
        ConfReader.parse(conf(entry), "c", List.of()).sweep().optimizers().get(0);

    assertThat(entry.keys())
        .filteredOn(key -> !key.defaultText().isEmpty())
        .allSatisfy(
            key ->
                assertThat(String.valueOf(optimizer.hyperparameters().get(key.name())))
                    .isEqualTo(key.defaultText()));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everythingIsDescribed(OptimizerEntry entry) {
    assertThat(entry.description()).isNotBlank();
    assertThat(entry.keys()).allSatisfy(key -> assertThat(key.meaning()).isNotBlank());
  }

  @Test
  void everyParameterOfATrialIsAKeyOfTheConf() {
    TrialSpec trial =
        SearchSpace.of(
                ConfReader.parse(conf(OptimizerCatalog.all().get(1)), "c", List.of()).sweep())
            .trials()
            .get(0);
    List<String> keys = new ArrayList<>(KnownKeys.homes().keySet());
    keys.add("optimizer");
    keys.add("seed");

    assertThat(keys).containsAll(trial.parameters().keySet());
  }

  /** The required keys alone, all of which take 0.5. */
  private static String conf(OptimizerEntry entry) {
    StringBuilder given = new StringBuilder("name = " + entry.name());
    entry.keys().stream()
        .filter(key -> key.defaultText().isEmpty())
        .forEach(key -> given.append(", ").append(key.name()).append(" = 0.5"));
    return "sweep.steps = 1, data { dataset = mnist, batch-size = 1 }, optimizers = [{ %s }]"
        .formatted(given);
  }
}
