package dev.geodesic.report.page;

import static dev.geodesic.report.page.SampleConfigurations.configuration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.geodesic.report.page.Tuned.Entry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TunedTest {
  private static final Configuration SGD =
      configuration("sgd", 1, 0.1, 0.50, 0.52, 0.51, 0.53, 0.49, 0.50);
  private static final Configuration ADAM =
      configuration("adam", 1, 0.1, 0.60, 0.62, 0.61, 0.63, 0.59, 0.60);
  private static final Configuration BETTER =
      configuration("natural-gradient", 1, 0.1, 0.40, 0.43, 0.41, 0.44, 0.40, 0.40);
  private static final Configuration LIKE_SGD =
      configuration("cg", 1, 0.1, 0.52, 0.50, 0.53, 0.51, 0.50, 0.49);

  private static Tuned tuned(Configuration... tried) {
    List<Configuration> configurations = List.of(tried);
    return Tuned.of("after all steps", configurations, Scores.afterAllSteps(configurations));
  }

  @Test
  void theBaselineIsTheBestOfFirstOrder() {
    Tuned tuned = tuned(ADAM, BETTER, SGD, LIKE_SGD);
    assertThat(tuned.baseline()).isEqualTo("sgd");
    assertThat(tuned.entries())
        .extracting(Entry::optimizer, Entry::verdict)
        .containsExactly(
            tuple("natural-gradient", "better"),
            tuple("cg", "no difference shown"),
            tuple("sgd", "baseline"),
            tuple("adam", "worse"));
  }

  @Test
  void withoutFirstOrderItIsTheBestOfAll() {
    Tuned tuned = tuned(LIKE_SGD, BETTER);
    assertThat(tuned.baseline()).isEqualTo("natural-gradient");
    assertThat(tuned.entries()).extracting(Entry::verdict).containsExactly("baseline", "worse");
  }

  @Test
  void oneAloneIsComparedWithNothing() {
    Tuned tuned = tuned(SGD);
    assertThat(tuned.baseline()).isNull();
    assertThat(tuned.entries()).hasSize(1);
    assertThat(tuned().entries()).isEmpty();
  }

  @Test
  void fewSeedsTellNothing() {
    Tuned tuned =
        tuned(configuration("sgd", 1, 0.1, 0.5, 0.5), configuration("cg", 1, 0.1, 0.1, 0.1));
    assertThat(tuned.entries().get(0).verdict()).isEqualTo("too few seeds to tell: it takes 4");
    assertThat(Headline.of(tuned)).contains("cg is best").contains("too few seeds to tell");
  }

  @Test
  void oneThatLostSeedsComesAfterThoseThatLostNone() {
    double[] losses = new double[6];
    Arrays.fill(losses, 0.1);
    losses[2] = Double.NaN;
    Tuned tuned = tuned(SGD, configuration("kfac", 1, 1, losses));
    assertThat(tuned.entries()).extracting(Entry::optimizer).containsExactly("sgd", "kfac");
    assertThat(tuned.entries().get(1).lost()).isEqualTo(1);
    assertThat(tuned.entries().get(1).verdict()).isEqualTo("lost seeds");
    assertThat(Headline.of(tuned)).endsWith("against it kfac is not compared: lost seeds.");
  }

  @Test
  void whatCameToNoEndWasTriedToo() {
    double[] none = new double[6];
    Arrays.fill(none, Double.NaN);
    Tuned tuned = tuned(SGD, BETTER, configuration("sgd", 1, 3, none));
    assertThat(tuned.entries())
        .extracting(Entry::optimizer, Entry::tried)
        .containsExactly(tuple("natural-gradient", 1), tuple("sgd", 2));
  }

  @Test
  void theHeadlineSaysNoMoreThanWasShown() {
    assertThat(Headline.of(tuned(SGD, BETTER)))
        .startsWith("natural-gradient is best: holdout loss 0.4133 ± 0.0184")
        .containsPattern(
            "Against the best baseline, sgd, that is better by 0\\.0950, 95 % interval 0\\.0\\d+ to 0\\.1");
    assertThat(Headline.of(tuned(SGD, LIKE_SGD)))
        .contains("Against the best baseline, sgd, that is not significantly different, by 0.0000");
    assertThat(Headline.of(tuned(SGD, ADAM)))
        .contains("It is itself the best baseline; against it adam is worse by 0.1000");
    assertThat(Headline.of(tuned())).isEqualTo("No trial has taken all its steps.");
  }
}
