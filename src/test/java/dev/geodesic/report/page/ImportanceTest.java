package dev.geodesic.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.report.page.Importance.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ImportanceTest {
  /** Configurations with sampled learning rates and dampings, both from 0.01 to 1. */
  private static List<Configuration> sampled(int count, DoubleBinaryOperator loss) {
    SplittableRandom random = new SplittableRandom(3);
    List<Configuration> sampled = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double rate = Math.pow(100, random.nextDouble() - 1);
      double damping = Math.pow(100, random.nextDouble() - 1);
      sampled.add(
          SampleConfigurations.configuration(
              "cg", i + 1, rate, Map.of("damping", damping), loss.applyAsDouble(rate, damping)));
    }
    return sampled;
  }

  private static double share(List<Configuration> tried, String column, boolean isPair) {
    return Importance.of(tried, List.of()).get(0).shares().stream()
        .filter(share -> share.column().equals(column) && (share.with() != null) == isPair)
        .mapToDouble(Share::share)
        .findFirst()
        .orElse(0);
  }

  @Test
  void whatDecidesAloneHasTheWholeShare() {
    List<Configuration> tried = sampled(200, (rate, damping) -> 1 + rate);

    assertThat(share(tried, "learning_rate", false)).isGreaterThan(0.95);
    assertThat(share(tried, "damping", false)).isLessThan(0.05);
    assertThat(share(tried, "learning_rate", true)).isLessThan(0.05);
  }

  @Test
  void whatTwoDecideTogetherIsTheirs() {
    List<Configuration> tried =
        sampled(200, (rate, damping) -> rate < 0.1 == damping < 0.1 ? 1 + rate : 2 + rate);

    assertThat(share(tried, "learning_rate", true)).isGreaterThan(0.5);
    assertThat(share(tried, "damping", false)).isLessThan(0.1);
  }

  /** One that diverged is worse than any loss, however large. */
  @Test
  void whatWasLostRanksLast() {
    List<Configuration> tried =
        sampled(200, (rate, damping) -> damping < 0.1 ? Double.NaN : 1e6 * rate);

    assertThat(share(tried, "damping", false)).isGreaterThan(0.6);
  }

  @Test
  void chanceHasNoShare() {
    SplittableRandom random = new SplittableRandom(5);
    List<Configuration> tried = sampled(400, (rate, damping) -> random.nextDouble());

    assertThat(share(tried, "learning_rate", false)).isLessThan(0.03);
    assertThat(share(tried, "damping", false)).isLessThan(0.03);
  }

  /** As an analysis of variance by hand has it: 4 values, 3 configurations of each. */
  @Test
  void theShareIsKelleysEpsilonSquared() {
    List<Configuration> tried = new ArrayList<>();
    double[] losses = {1, 2, 3, 4, 5, 12, 7, 8, 9, 10, 11, 6};
    for (int i = 0; i < losses.length; i++) {
      tried.add(SampleConfigurations.configuration("sgd", i + 1, i / 3 + 1, losses[i]));
    }
    double between =
        3
            * (Math.pow(2 - 6.5, 2)
                + Math.pow(7 - 6.5, 2)
                + Math.pow(8 - 6.5, 2)
                + Math.pow(9 - 6.5, 2));
    double within = 2 + 38 + 2 + 14;
    double expected = 1 - within / 8 / ((between + within) / 11);

    assertThat(share(tried, "learning_rate", false)).isCloseTo(expected, within(1e-12));
    assertThat(Importance.of(tried, List.of()).get(0).step()).isEqualTo(10);
  }

  @Test
  void fewConfigurationsHaveNone() {
    assertThat(Importance.of(sampled(11, (rate, damping) -> rate), List.of())).isEmpty();
  }

  /** All had a loss at the first rung, and only few after all steps. */
  @Test
  void inAHalvingTheFirstRungDecides() {
    List<Configuration> tried = sampled(60, (rate, damping) -> damping);
    List<Climbed> climbed =
        tried.stream()
            .map(
                one ->
                    new Climbed(
                        one,
                        1,
                        one.place() < 20 ? 1 : 0,
                        one.place() < 20 ? 0 : 3,
                        1,
                        3,
                        new TreeMap<>(Map.of(3, List.of(one.learningRate())))))
            .toList();
    Importance importance = Importance.of(tried, climbed).get(0);

    assertThat(importance.step()).isEqualTo(3);
    assertThat(Objects.requireNonNull(importance.shares().get(0)).column())
        .isEqualTo("learning_rate");
  }
}
