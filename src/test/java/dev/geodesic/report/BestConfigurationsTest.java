package dev.geodesic.report;

import static dev.geodesic.report.StoredSweeps.completed;
import static dev.geodesic.report.StoredSweeps.diverged;
import static dev.geodesic.report.StoredSweeps.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.store.SampleTrials;
import dev.geodesic.store.files.Baselines;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BestConfigurationsTest {
  /** Quantile 0.975 of Student's t with one degree of freedom, from a printed table. */
  private static final double T1 = 12.7062047;

  private static final NaturalGradient NATURAL =
      Specs.natural(0.1, 1e-6, 0, Fisher.EXACT, Solver.AUTO);

  @TempDir private Path temporary;

  private RowTable table(TrialResult... trials) throws IOException {
    ResultStore store = StoredSweeps.store(temporary, trials);
    return BestConfigurations.table(SweepResults.read(store));
  }

  private static List<Object> column(RowTable table, String name) {
    return table.rows().stream().map(row -> row.<Object>getAs(name)).toList();
  }

  @Test
  void numbersAreThoseOfTheTextbook() throws IOException {
    // Test losses at step 4 are (seed + 2) / 4, accuracies 0.5 + seed / 10.
    Row row =
        table(
                SampleTrials.completed(SampleTrials.SGD, 0),
                SampleTrials.completed(SampleTrials.SGD, 1))
            .rows()
            .get(0);
    assertThat(row.<String>getAs("optimizer")).isEqualTo("sgd");
    assertThat(row.<Integer>getAs("steps")).isEqualTo(4);
    assertThat(row.<Long>getAs("seeds")).isEqualTo(2);
    assertThat(row.<Long>getAs("diverged")).isZero();
    assertThat(row.<Double>getAs("test_loss")).isCloseTo(0.625, within(1e-12));
    // sd is 0.25 / sqrt 2; half the interval T1 sd / sqrt 2.
    assertThat(row.<Double>getAs("+-95 %")).isCloseTo(T1 * 0.125, within(1e-6));
    assertThat(row.<Double>getAs("test_accuracy")).isCloseTo(0.55, within(1e-12));
  }

  @Test
  void theLeastMeanWinsAndOneThatLostASeedDoesNot() throws IOException {
    RowTable table =
        table(
            completed(Specs.sgd(0.1), 14, 0, 3, 0.5),
            completed(Specs.sgd(0.1), 14, 1, 3, 0.7),
            completed(Specs.sgd(0.3), 14, 0, 3, 0.3),
            completed(Specs.sgd(0.3), 14, 1, 3, 0.8),
            completed(Specs.sgd(3), 14, 0, 3, 0.1),
            diverged(Specs.sgd(3), 14, 1, 3, 2, step -> 1));
    assertThat(column(table, "learning_rate")).containsExactly(0.3);
    assertThat(column(table, "test_loss")).containsExactly((0.3 + 0.8) / 2);
  }

  @Test
  void anOptimizerAllOfWhoseSeedsDivergedHasItsRowAndComesLast() throws IOException {
    RowTable table =
        table(
            diverged(NATURAL, 14, 0, 3, 2, step -> 1),
            diverged(NATURAL, 14, 1, 3, 3, step -> 1),
            completed(Specs.sgd(0.1), 14, 0, 3, 5));
    assertThat(column(table, "optimizer")).containsExactly("sgd", "natural-gradient");
    assertThat(column(table, "diverged")).containsExactly(0L, 2L);
    assertThat(column(table, "test_loss")).containsExactly(5.0, null);
    assertThat(column(table, "reltol")).containsExactly(null, 1e-6);
  }

  @Test
  void failedTrialsAreNotCalledDiverged() throws IOException {
    RowTable table =
        table(
            completed(Specs.sgd(0.1), 14, 0, 3, 1),
            failed(Specs.sgd(0.1), 14, 1, 3, "a cause"),
            diverged(Specs.sgd(0.1), 14, 2, 3, 2, step -> 1));
    assertThat(column(table, "seeds")).containsExactly(3L);
    assertThat(column(table, "diverged")).containsExactly(1L);
    assertThat(column(table, "failed")).containsExactly(1L);
  }

  @Test
  void aTieGoesToTheSmallerStep() throws IOException {
    RowTable table =
        table(
            completed(Specs.sgd(0.3), 14, 0, 3, 0.5),
            completed(Specs.sgd(0.1), 14, 0, 3, 0.5),
            completed(Specs.sgd(1), 14, 0, 3, 0.5));
    assertThat(column(table, "learning_rate")).containsExactly(0.1);
  }

  @Test
  void everySideHasItsBestAndItsBaseline() throws IOException {
    ResultStore store =
        StoredSweeps.store(
            temporary,
            completed(Specs.sgd(0.1), 7, 0, 3, 0.9),
            completed(Specs.sgd(0.3), 7, 0, 3, 0.8),
            completed(Specs.sgd(0.1), 14, 0, 3, 0.6),
            completed(Specs.sgd(0.3), 14, 0, 3, 0.7));
    Baselines baselines = new Baselines(store);
    baselines.write(
        new Baseline("mnist", "test", null, 7, false, "f00d", 0.45, 0.5, 0.87, 100, true, 3.5));
    baselines.write(
        new Baseline("mnist", "test", null, 14, false, "f00d", 0.25, 0.27, 0.92, 90, true, 3.5));
    RowTable table = BestConfigurations.table(SweepResults.read(store));
    String mllib = "MLlib L-BFGS, full batch";
    assertThat(column(table, "optimizer")).containsExactly(mllib, "sgd", mllib, "sgd");
    assertThat(column(table, "downsample")).containsExactly(7, 7, 14, 14);
    assertThat(column(table, "learning_rate")).containsExactly(null, 0.3, null, 0.1);
    assertThat(column(table, "test_loss")).containsExactly(0.5, 0.8, 0.27, 0.6);
    assertThat(column(table, "steps")).containsExactly(100, 3, 90, 3);
  }

  @Test
  void everyModelHasItsBestAndTheLinearFitStandsWithItsOwn() throws IOException {
    ResultStore store =
        StoredSweeps.store(
            temporary,
            completed(Specs.sgd(0.1), 14, 0, 3, 0.4),
            completed(Specs.sgd(0.3), 14, 0, 3, 0.5),
            completed(network(Activation.TANH, 64), Specs.sgd(0.1), 0, 0.3),
            completed(network(Activation.TANH, 64), Specs.sgd(0.3), 0, 0.2),
            completed(network(Activation.RELU, 64), Specs.sgd(0.1), 0, 0.25),
            completed(network(Activation.RELU, 8, 8), Specs.sgd(1), 0, 0.1));
    new Baselines(store)
        .write(
            new Baseline(
                "mnist", "test", null, 14, false, "f00d", 0.25, 0.27, 0.92, 90, true, 3.5));
    RowTable table = BestConfigurations.table(SweepResults.read(store));
    assertThat(table.names()).startsWith("hidden", "activation", "optimizer", "learning_rate");
    assertThat(column(table, "hidden")).containsExactly("[]", "[]", "[64]", "[64]", "[8, 8]");
    assertThat(column(table, "activation")).containsExactly(null, null, "relu", "tanh", "relu");
    assertThat(column(table, "learning_rate")).containsExactly(null, 0.1, 0.1, 0.3, 1.0);
    assertThat(column(table, "test_loss")).containsExactly(0.27, 0.4, 0.25, 0.2, 0.1);
  }

  private static ModelSpec network(Activation activation, Integer... hidden) {
    return Specs.model(List.of(hidden), activation, false, Initialization.GLOROT);
  }

  @Test
  void hyperparametersThatAnOptimizerHasAreShownDefaultsLeftOut() throws IOException {
    StepSize plain = Specs.rate(0.1);
    RowTable table =
        table(
            completed(Specs.sgd(Specs.stepSize(0.1, Decay.COSINE, 1, 2.5, 0.5)), 14, 0, 3, 0.1),
            completed(Specs.momentum(plain, 0.7, false), 14, 0, 3, 0.2),
            completed(Specs.adam(plain, 0.9, 0.99, 1e-8), 14, 0, 3, 0.3),
            completed(
                Specs.natural(plain, 0, Specs.damping(0.5), 20, Fisher.EXACT, Solver.AUTO),
                14,
                0,
                3,
                0.4));
    assertThat(table.names())
        .containsExactly(
            "optimizer",
            "learning_rate",
            "learning_rate_schedule",
            "warm_up",
            "max_norm",
            "max_kl",
            "momentum",
            "beta2",
            "damping",
            "max_inverse_probability",
            "steps",
            "seeds",
            "diverged",
            "test_loss",
            "+-95 %",
            "test_accuracy");
    assertThat(column(table, "learning_rate_schedule"))
        .containsExactly("cosine", "constant", "constant", "constant");
    assertThat(column(table, "warm_up")).containsExactly(1, 0, 0, 0);
    assertThat(column(table, "max_norm")).containsExactly(2.5, null, null, null);
    assertThat(column(table, "momentum")).containsExactly(null, 0.7, null, null);
    assertThat(column(table, "beta2")).containsExactly(null, null, 0.99, null);
    assertThat(column(table, "max_inverse_probability")).containsExactly(null, null, null, 20.0);
  }

  @Test
  void noHyperparameterIsForgotten() {
    assertThat(
            SampleTrials.FAMILY.stream()
                .flatMap(optimizer -> Specs.hyperparameters(optimizer).keySet().stream())
                .map(key -> key.replace('-', '_'))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(Hyperparameters.COLUMNS);
  }

  @Test
  void columnsThatWouldSayNothingAreLeftOut() throws IOException {
    assertThat(table(completed(Specs.sgd(0.1), 14, 0, 3, 1)).names())
        .containsExactly(
            "optimizer",
            "learning_rate",
            "steps",
            "seeds",
            "diverged",
            "test_loss",
            "+-95 %",
            "test_accuracy");
  }
}
