package dev.geodesic.conf;

import static dev.geodesic.conf.SampleOptimizers.conf;
import static dev.geodesic.conf.SampleOptimizers.read;
import static dev.geodesic.conf.SampleOptimizers.required;
import static dev.geodesic.conf.SampleOptimizers.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.SearchSpace;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.FirstOrder;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What help texts say of an optimizer is what its record holds and what a conf takes. */
class FamiliesTest {
  static Stream<Family<?>> entries() {
    return Families.ALL.stream();
  }

  @Test
  void hasEveryOptimizerOnce() {
    assertThat(Families.ALL).extracting(Family::name).startsWith("sgd").doesNotHaveDuplicates();
    assertThat(SampleOptimizers.plain().stream().map(o -> o.getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(SampleOptimizers.classes());
  }

  /** Reports compare with the best of them, and know them by name alone. */
  @Test
  void thoseOfFirstOrderAreKnownByName() {
    assertThat(SampleOptimizers.plain())
        .filteredOn(FirstOrder.class::isInstance)
        .extracting(OptimizerSpec::name)
        .containsExactlyInAnyOrderElementsOf(FirstOrder.names());
  }

  @Test
  void everyHyperparameterIsAKeyOfSome() {
    assertThat(entries().flatMap(entry -> Section.keys(entry.parameters()).stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(Section.keys(Families.PARAMETERS));
  }

  @Test
  void theWrongMatrixIsCalledWrong() {
    assertThat(Families.ALL)
        .filteredOn(entry -> entry.name().equals("empirical-fisher"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.description())
                    .contains("the wrong matrix, to be compared with", "no curvature"));
  }

  /** Each has another value than its default, so that all are stored. */
  @ParameterizedTest
  @MethodSource("entries")
  void keysAreTheHyperparameters(Family<?> entry) {
    OptimizerSpec optimizer = read(SampleOptimizers.chosen(entry));
    Set<String> hyperparameters = new TreeSet<>(Specs.hyperparameters(optimizer).keySet());
    if (entry.name().equals("empirical-fisher")) {
      // Its name says it.
      assertThat(Specs.hyperparameters(optimizer)).containsEntry("fisher", "empirical");
      hyperparameters.remove("fisher");
    }

    assertThat(optimizer.name()).isEqualTo(entry.name());
    assertThat(Section.keys(entry.parameters()))
        .containsExactlyInAnyOrderElementsOf(hyperparameters);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void toGiveADefaultIsToLeaveItOut(Family<?> entry) {
    String defaults = text(entry, key -> true, key -> isNeeded(key) ? "0.5" : key.defaultText());

    assertThat(read(defaults)).isEqualTo(read(required(entry)));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everythingIsDescribed(Family<?> entry) {
    assertThat(entry.description()).isNotBlank();
    assertThat(entry.parameters()).allSatisfy(key -> assertThat(key.meaning()).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyParameterOfATrialIsAKeyOfTheConf(Family<?> entry) {
    SweepSpec sweep =
        ConfReader.parse(conf(required(entry)), "c", List.of("model.hidden=[2]")).sweep();
    List<String> keys = new ArrayList<>(Sections.homes().keySet());
    keys.add("optimizer");
    keys.add("seed");

    assertThat(keys)
        .containsAll(SearchSpace.of(sweep).trials().get(0).parameters().keySet())
        .contains("activation");
  }

  private static boolean isNeeded(Parameter<?> key) {
    return key.defaultText().isEmpty();
  }
}
