package dev.geodesic.report.page;

import static dev.geodesic.report.page.SampleConfigurations.configuration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GridTest {
  private static Grid grid(Configuration... tried) {
    List<Configuration> configurations = List.of(tried);
    return new Grid(
        "sgd", configurations, configurations.size(), Scores.afterAllSteps(configurations));
  }

  @Test
  void theBestLostTheFewestSeedsAndThenHasTheLeastMean() {
    Configuration lossy = configuration("sgd", 3, 1, 0.1, 0.1, Double.NaN, 0.1);
    Configuration good = configuration("sgd", 1, 0.1, 0.4, 0.2, 0.3, 0.3);
    Configuration worse = configuration("sgd", 2, 0.01, 0.4, 0.3, 0.3, 0.3);
    Grid grid = grid(lossy, worse, good);
    assertThat(grid.best()).isEqualTo(good);
    assertThat(grid.lost()).isZero();
    assertThat(grid(lossy).lost()).isEqualTo(1);
  }

  /** Seeds 0 and 2 prefer the first, 1 and 3 the second: each half is judged as the other chose. */
  @Test
  void noSeedIsJudgedByItsOwnChoice() {
    Configuration first = configuration("sgd", 1, 0.1, 0.1, 0.9, 0.2, 0.8);
    Configuration second = configuration("sgd", 2, 0.2, 0.7, 0.3, 0.6, 0.4);
    assertThat(grid(first, second).heldOut()).isEqualTo(Map.of(0, 0.7, 1, 0.9, 2, 0.6, 3, 0.8));
  }

  /**
   * The winner's curse: of many configurations without any difference the best looks better than
   * the others, and held out it does not.
   */
  @Test
  void theBestOfManyEqualOnesIsNoBetterThanTheyAreHeldOut() {
    Random random = new Random(1);
    Configuration[] tried = new Configuration[400];
    for (int i = 0; i < tried.length; i++) {
      tried[i] =
          configuration(
              "sgd", i + 1, i, random.doubles(20).map(noise -> 1 + noise - 0.5).toArray());
    }
    Grid grid = grid(tried);
    double heldOut =
        grid.heldOut().values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertThat(grid.loss().mean()).isLessThan(0.85);
    assertThat(heldOut).isBetween(0.87, 1.13);
  }

  @Test
  void fewSeedsHoldNothingOut() {
    assertThat(grid(configuration("sgd", 1, 0.1, 1, 2, 3)).heldOut()).isEmpty();
  }

  /** Validation prefers the first, the holdout the second: it is not asked, and is told. */
  @Test
  void validationChoosesAndTheHoldoutTells() {
    Configuration first =
        told(configuration("sgd", 1, 0.1, 0.1, 0.2, 0.3, 0.4), List.of(), 0.8, 0.7, 0.6, 0.5);
    Configuration second =
        told(configuration("sgd", 2, 0.2, 0.5, 0.6, 0.7, 0.8), List.of(), 0.1, 0.1, 0.1, 0.1);
    Grid grid = grid(first, second);

    assertThat(grid.best()).isEqualTo(first);
    assertThat(grid.loss().mean()).isCloseTo(0.65, within(1e-12));
    assertThat(grid.heldOut()).isEqualTo(Map.of(0, 0.8, 1, 0.7, 2, 0.6, 3, 0.5));
  }

  /**
   * All fresh seeds of the best tell, lost ones included. A second one does not stand in for it.
   */
  @Test
  void freshSeedsTellOfTheBestIfItHasSome() {
    List<Seed> fresh =
        List.of(
            new Seed(100, "COMPLETED", null, 0.9, 0.5, 1.0),
            new Seed(101, "DIVERGED", 3, null, null, 1.0),
            new Seed(102, "COMPLETED", null, 0.9, 0.7, 1.0));
    Configuration best = told(configuration("sgd", 1, 0.1, 0.1, 0.1), fresh, 0.1, 0.1);
    Configuration second = told(configuration("sgd", 2, 0.2, 0.2, 0.2), fresh, 0.2, 0.2);
    Configuration third = configuration("sgd", 3, 0.3, 0.3, 0.3);
    Configuration unconfirmed = configuration("adam", 1, 0.1, 0.1, 0.1);
    Configuration after = told(configuration("adam", 2, 0.2, 0.2, 0.2), fresh, 0.2, 0.2);
    List<Configuration> tried = List.of(best, third, second, unconfirmed, after);
    List<Grid> grids = Grid.ranked(tried, Scores.confirmed(tried));
    Grid grid = grids.get(0);

    assertThat(grids).hasSize(1);
    assertThat(grid.best()).isEqualTo(best);
    assertThat(grid.tried()).isEqualTo(3);
    assertThat(grid.seedsTold()).isEqualTo(3);
    assertThat(grid.lost()).isEqualTo(1);
    assertThat(grid.heldOut()).isEqualTo(Map.of(100, 0.5, 102, 0.7));
  }

  /** The same configuration with other holdout losses, and with results on fresh seeds. */
  private static Configuration told(Configuration one, List<Seed> fresh, double... losses) {
    List<Seed> seeds = new ArrayList<>();
    for (Seed seed : one.seeds()) {
      seeds.add(
          new Seed(
              seed.seed(), seed.status(), null, seed.loss(), losses[seed.seed()], seed.seconds()));
    }
    return new Configuration(
        one.id(),
        one.problem(),
        one.optimizer(),
        one.label(),
        one.place(),
        one.values(),
        one.steps(),
        seeds,
        fresh,
        one.loss());
  }
}
