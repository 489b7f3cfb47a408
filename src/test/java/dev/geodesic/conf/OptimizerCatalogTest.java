package dev.geodesic.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.SearchSpace;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.OptimizerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
        .extracting(OptimizerEntry::name)
        .containsExactly(
            "sgd",
            "momentum",
            "adam",
            "natural-gradient",
            "empirical-fisher",
            "cg",
            "kfac",
            "ekfac",
            "spring");
    assertThat(entries().map(entry -> read(required(entry)).getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(OptimizerSpec.class.getPermittedSubclasses())
                .map(Class::getName)
                .toList());
  }

  @Test
  void theWrongMatrixIsCalledWrong() {
    assertThat(OptimizerCatalog.all())
        .filteredOn(entry -> entry.name().equals("empirical-fisher"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.description())
                    .contains("the wrong matrix, to be compared with", "no curvature"));
  }

  /** Bounds that are off are no hyperparameters: all are set here. */
  @ParameterizedTest
  @MethodSource("entries")
  void keysAreTheHyperparameters(OptimizerEntry entry) {
    OptimizerSpec optimizer =
        read(required(entry) + given(entry, key -> key.defaultText().equals("off"), key -> "2"));
    Set<String> hyperparameters = new TreeSet<>(optimizer.hyperparameters().keySet());
    if (entry.name().equals("empirical-fisher")) {
      // Its name says it.
      assertThat(optimizer.hyperparameters()).containsEntry("fisher", "empirical");
      hyperparameters.remove("fisher");
    }

    assertThat(optimizer.name()).isEqualTo(entry.name());
    assertThat(Section.names(entry.keys())).containsExactlyInAnyOrderElementsOf(hyperparameters);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void toGiveADefaultIsToLeaveItOut(OptimizerEntry entry) {
    String defaults = given(entry, key -> !key.defaultText().isEmpty(), Key::defaultText);

    assertThat(read(required(entry) + defaults)).isEqualTo(read(required(entry)));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everythingIsDescribed(OptimizerEntry entry) {
    assertThat(entry.description()).isNotBlank();
    assertThat(entry.keys()).allSatisfy(key -> assertThat(key.meaning()).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyParameterOfATrialIsAKeyOfTheConf(OptimizerEntry entry) {
    SweepSpec sweep =
        ConfReader.parse(conf(required(entry)), "c", List.of("model.hidden=[2]")).sweep();
    List<String> keys = new ArrayList<>(KnownKeys.homes().keySet());
    keys.add("optimizer");
    keys.add("seed");

    assertThat(keys)
        .containsAll(SearchSpace.of(sweep).trials().get(0).parameters().keySet())
        .contains("activation");
  }

  private static OptimizerSpec read(String entry) {
    return ConfReader.parse(conf(entry), "c", List.of()).sweep().optimizers().get(0);
  }

  private static String conf(String entry) {
    return "sweep.steps = 1, data { dataset = mnist, batch-size = 1 }, optimizers = [{ %s }]"
        .formatted(entry);
  }

  /** The name and the required keys alone, all of which take 0.5. */
  private static String required(OptimizerEntry entry) {
    return "name = "
        + entry.name()
        + given(entry, key -> key.defaultText().isEmpty(), key -> "0.5");
  }

  private static String given(
      OptimizerEntry entry, Predicate<Key<?>> which, Function<Key<?>, String> value) {
    return entry.keys().stream()
        .filter(which)
        .map(key -> ", %s = %s".formatted(key.name(), value.apply(key)))
        .collect(Collectors.joining());
  }
}
