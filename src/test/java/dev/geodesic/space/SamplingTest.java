package dev.geodesic.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.conf.ConfReader;
import dev.geodesic.trial.Adam;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");

  private static SearchSpace space(String sweep, String data, String... optimizers) {
    String conf =
        """
        sweep { steps = 10, %s }
        data { dataset = mnist, batch-size = 16, %s }
        optimizers = [ %s ]
        """
            .formatted(sweep, data, String.join("\n", optimizers));
    return SearchSpace.of(ConfReader.parse(conf, "test.conf", List.of()).sweep());
  }

  private static List<OptimizerSpec> optimizers(SearchSpace space) {
    return space.trials().stream().map(TrialSpec::optimizer).distinct().toList();
  }

  private static final String SGD =
      "{ name = sgd, learning-rate = { from = 1e-3, to = 10, scale = log } }";
  private static final String ADAM =
      "{ name = adam, learning-rate = { from = 1e-4, to = 1, scale = log }, beta1 = [0, 0.9] }";

  @ParameterizedTest
  @ValueSource(strings = {"random", "sobol"})
  void moreSamplesKeepTheFirstOnes(String search) {
    List<TrialSpec> few =
        space("search = %s, samples = 50, seeds = [0, 1]".formatted(search), "", SGD, ADAM)
            .trials();
    List<TrialSpec> many =
        space("search = %s, samples = 80, seeds = [0, 1]".formatted(search), "", SGD, ADAM)
            .trials();

    assertThat(few).hasSize(2 * 2 * 50);
    assertThat(many).hasSize(2 * 2 * 80).containsAll(few);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "sobol"})
  void anotherSeedGivesOtherSamples(String search) {
    String sweep = "search = %s, samples = 50, search-seed = ".formatted(search);

    assertThat(optimizers(space(sweep + 0, "", SGD)))
        .doesNotContainAnyElementsOf(optimizers(space(sweep + 1, "", SGD)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "sobol"})
  void otherEntriesChangeNothingAndTwoOfOneOptimizerDiffer(String search) {
    String sweep = "search = %s, samples = 20".formatted(search);
    List<OptimizerSpec> alone = optimizers(space(sweep, "", SGD));

    assertThat(optimizers(space(sweep, "", ADAM, SGD))).hasSize(40).containsAll(alone);
    assertThat(optimizers(space(sweep, "", SGD, SGD)))
        .hasSize(40)
        .startsWith(alone.toArray(OptimizerSpec[]::new));
    assertThat(
            optimizers(space(sweep, "", "{ name = sgd, learning-rate = 1, search = grid }", SGD)))
        .hasSize(21)
        .containsAll(alone);
  }

  @Test
  void anAxisMoreLeavesTheOthersOfARandomSearchAsTheyAre() {
    String sweep = "search = random, samples = 30";
    List<Double> before =
        optimizers(space(sweep, "", SGD)).stream().map(SamplingTest::learningRate).toList();
    List<Double> after =
        optimizers(space(sweep, "", SGD.replace("log }", "log }, warm-up = { from = 0, to = 5 }")))
            .stream()
            .map(SamplingTest::learningRate)
            .toList();

    assertThat(after).isEqualTo(before);
  }

  private static double learningRate(OptimizerSpec optimizer) {
    return optimizer.values().get(StepSize.LEARNING_RATE);
  }

  /** Every entry names its own search, the sweep that of the others. */
  @Test
  void entriesMayDifferInSearch() {
    SearchSpace space =
        space(
            "search = sobol, samples = 16, seeds = [0, 1, 2]",
            "",
            SGD,
            "{ name = adam, learning-rate = [0.1, 0.2], search = grid }",
            "{ name = momentum, learning-rate = [0.1, 0.2, 0.4], search = random, samples = 7 }");

    assertThat(space.trials())
        .extracting(trial -> trial.optimizer().name())
        .filteredOn("adam"::equals)
        .hasSize(2 * 3);
    assertThat(space.trials())
        .extracting(trial -> trial.optimizer().name())
        .filteredOn("sgd"::equals)
        .hasSize(16 * 3);
    assertThat(space.duplicates() % 3).isZero();
    assertThat(space.trials().size() + space.duplicates()).isEqualTo((2 + 16 + 7) * 3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Search.class,
      names = {"RANDOM", "SOBOL"})
  void coordinatesAreUniform(Search search) {
    Map<String, double[]> coordinates = new Sampling(search, 2000, 7).coordinates("sgd 0", KEYS);

    assertThat(coordinates).containsOnlyKeys(KEYS);
    for (double[] values : coordinates.values()) {
      assertThat(values).hasSize(2000);
      assertThat(Arrays.stream(values)).allMatch(value -> value >= 0 && value < 1);
      assertThat(
              new KolmogorovSmirnovTest()
                  .kolmogorovSmirnovTest(new UniformRealDistribution(0, 1), values))
          .isGreaterThan(1e-3);
    }
  }

  /** What makes a (0, m, 1)-net: 2^k intervals of one length hold one point of 2^k each. */
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 256})
  void scramblingLeavesOnePointOfASobolSequenceInEveryInterval(int samples) {
    Map<String, double[]> coordinates =
        new Sampling(Search.SOBOL, samples, 3).coordinates("sgd 0", KEYS);

    for (double[] values : coordinates.values()) {
      Set<Integer> intervals = new HashSet<>();
      Arrays.stream(values).forEach(value -> intervals.add((int) (value * samples)));
      assertThat(intervals).hasSize(samples);
    }
  }

  /** A (0, m, 2)-net in the first two axes: every rectangle of area 2^-m holds one point. */
  @Test
  void scramblingKeepsTheSobolSequenceEvenInTwoDimensions() {
    Map<String, double[]> coordinates =
        new Sampling(Search.SOBOL, 256, 5).coordinates("sgd 0", KEYS);
    double[] a = Objects.requireNonNull(coordinates.get("a"));
    double[] b = Objects.requireNonNull(coordinates.get("b"));

    for (int columns = 1; columns <= 256; columns *= 2) {
      int across = columns;
      int down = 256 / columns;
      Set<Integer> rectangles = new HashSet<>();
      IntStream.range(0, 256)
          .forEach(i -> rectangles.add(((int) (a[i] * across)) * down + (int) (b[i] * down)));
      assertThat(rectangles).hasSize(256);
    }
  }

  /** The mean of a smooth function is off by n^-3/2 for a scrambled net, by n^-1/2 at random. */
  @Test
  void aScrambledSequenceIntegratesFarBetterThanChance() {
    assertThat(meanSquareError(Search.SOBOL)).isLessThan(meanSquareError(Search.RANDOM) / 100);
  }

  private static double meanSquareError(Search search) {
    double sum = 0;
    for (int seed = 0; seed < 20; seed++) {
      Map<String, double[]> coordinates =
          new Sampling(search, 256, seed).coordinates("sgd 0", KEYS.subList(0, 3));
      double mean =
          IntStream.range(0, 256)
              .mapToDouble(i -> coordinates.values().stream().mapToDouble(v -> v[i] * v[i]).sum())
              .average()
              .orElseThrow();
      sum += (mean - 1) * (mean - 1);
    }
    return sum / 20;
  }

  @Test
  void everyKindOfAxisIsDrawnFrom() {
    SearchSpace space =
        space(
            "search = sobol, samples = 512",
            "downsample = [7, 14], holdout = test",
            "{ name = adam, learning-rate = { from = 1e-4, to = 1, scale = log }, warm-up = { from = 2, to = 5 },"
                + " beta1 = { from = 0, to = 0.9, points = 4 }, learning-rate-schedule = [constant, cosine] }");

    assertThat(space.trials()).extracting(trial -> trial.data().downsample()).contains(7, 14);
    List<OptimizerSpec> drawn = optimizers(space);
    assertThat(drawn.stream().map(one -> one.values().get(StepSize.WARM_UP)).distinct())
        .containsExactlyInAnyOrder(2, 3, 4, 5);
    assertThat(drawn.stream().map(one -> one.values().get(Adam.BETA1)).distinct())
        .containsExactlyInAnyOrder(0.0, 0.3, 0.6, 0.9);
    double[] logarithms =
        drawn.stream().mapToDouble(one -> Math.log10(learningRate(one))).toArray();
    assertThat(Arrays.stream(logarithms)).allMatch(log -> log >= -4 && log <= 0);
    assertThat(Arrays.stream(logarithms).filter(log -> log < -2).count()).isBetween(254L, 258L);
    assertThat(Double.toString(learningRate(drawn.get(3))).replaceAll("E.*|^0\\.0*|\\.", ""))
        .hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void aNarrowIntervalIsNotRounded() {
    Interval narrow = new Interval(1, 1.0000001, Interval.Scale.LINEAR);

    assertThat(IntStream.range(0, 100).mapToDouble(i -> narrow.draw(i / 100.0)).distinct().count())
        .isEqualTo(100);
    assertThat(narrow.draw(0)).isEqualTo(1);
    assertThat(new Interval(1, 3, Interval.Scale.LOG).drawWhole(Math.nextDown(1.0))).isEqualTo(3);
  }

  @Test
  void samplesThatCoincideAreDropped() {
    SearchSpace space =
        space(
            "search = random, samples = 40", "", "{ name = sgd, learning-rate = [0.1, 0.2, 0.4] }");

    assertThat(space.trials()).hasSize(3);
    assertThat(space.duplicates()).isEqualTo(37);
  }
}
