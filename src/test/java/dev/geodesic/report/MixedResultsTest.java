package dev.geodesic.report;

import static dev.geodesic.report.StoredSweeps.byTheLastTrainer;
import static dev.geodesic.report.StoredSweeps.completed;
import static dev.geodesic.report.StoredSweeps.onOtherData;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.report.page.MorningReport;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.files.Baselines;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.table.Baseline;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of one directory that are not of one kind: they are told apart, and each is told. */
class MixedResultsTest {
  private static final NaturalGradient NATURAL =
      Specs.natural(0.1, 1e-6, 0, Fisher.EXACT, Solver.AUTO);
  private static final NaturalGradient DENSE =
      Specs.natural(0.1, 1e-6, 0, Fisher.EXACT, Solver.DENSE);

  private final SparkSession spark = SparkFixture.spark();

  @TempDir private Path temporary;

  private List<String> answer(String question, String... columns) {
    return ReadyQuestions.named(question).with(Map.of()).answer(spark).collectAsList().stream()
        .map(
            row ->
                String.join(
                    " | ", List.of(columns).stream().map(c -> "" + row.<Object>getAs(c)).toList()))
        .toList();
  }

  /** Data that changed under one name, trials that were made longer, a trainer that was mended. */
  @Test
  void otherDataLengthsAndTrainersAreProblemsOfTheirOwn() throws Exception {
    ResultStore store =
        StoredSweeps.store(
            temporary.resolve("mixed"),
            completed(Specs.sgd(0.1), 14, 0, 3, 0.5),
            completed(Specs.sgd(0.1), 14, 1, 3, 0.7),
            completed(NATURAL, 14, 0, 3, 0.4),
            onOtherData(completed(Specs.sgd(0.1), 14, 0, 3, 2.0)),
            onOtherData(completed(Specs.sgd(0.1), 14, 1, 3, 3.0)),
            completed(Specs.sgd(0.1), 14, 0, 200, 0.1),
            completed(Specs.sgd(0.1), 14, 1, 200, 0.2),
            byTheLastTrainer(completed(Specs.sgd(0.1), 14, 0, 3, 7.0)));
    new Baselines(store)
        .write(
            new Baseline(
                "mnist", "test", null, 14, false, "f00d", 0.25, 0.27, 0.92, 90, true, 3.5));
    StoredSweeps.register(spark, List.of(store.root()));
    SweepResults results = SweepResults.read(store);

    List<Row> table =
        BestConfigurations.unabridged(
                results.configurations(), results.trials(), results.baselines())
            .rows();
    assertThat(table)
        .extracting(
            row ->
                "%s %s %s %s"
                    .formatted(
                        row.getAs("data"),
                        row.getAs("steps"),
                        row.getAs("optimizer"),
                        row.getAs("test_loss")))
        .containsExactlyInAnyOrder(
            "0123456789ab 3 sgd 2.5",
            "f00d 90 MLlib L-BFGS, full batch 0.27",
            "f00d 200 sgd 0.15000000000000002",
            "f00d 3 natural-gradient 0.4",
            "f00d 3 sgd 0.6",
            "f00d 3 sgd 7.0");
    assertThat(BestConfigurations.table(results).names())
        .contains("data", "trainer_version", "steps");

    assertThat(answer("best", "problem", "label", "test_loss"))
        .containsExactlyInAnyOrder(
            "mnist, data f00d, 200 steps, trainer 4 | sgd, learning rate 0.1, eval every 200, data f00d, steps 200, trainer 4 | 0.15000000000000002",
            "mnist, data 0123456789ab, 3 steps, trainer 4 | sgd, learning rate 0.1, eval every 3, data 0123456789ab, steps 3, trainer 4 | 2.5",
            "mnist, data f00d, 3 steps, trainer 4 | natural-gradient, learning rate 0.1, reltol 1e-6 | 0.4",
            "mnist, data f00d, 3 steps, trainer 4 | sgd, learning rate 0.1, eval every 3, data f00d, steps 3, trainer 4 | 0.6",
            "mnist, data f00d, 3 steps, trainer 3 | sgd, learning rate 0.1, eval every 3, data f00d, steps 3, trainer 3 | 7.0");
    for (String question : List.of("seconds-to-loss", "seed-variance", "compare-sweeps")) {
      assertThat(answer(question, "label")).as(question).hasSize(5).doesNotHaveDuplicates();
    }
    assertThat(answer("divergence", "optimizer", "trials"))
        .containsExactlyInAnyOrder(
            "natural-gradient | 1", "sgd | 2", "sgd | 2", "sgd | 2", "sgd | 1");

    String report = MorningReport.of(results, null).markdown();
    assertThat(report)
        .contains(
            "## mnist, data f00d, 14 × 14, softmax regression, 200 steps, trainer 4",
            "## mnist, data 0123456789ab, 14 × 14, softmax regression, 3 steps, trainer 4",
            "## mnist, data f00d, 14 × 14, softmax regression, 3 steps, trainer 3",
            "sgd alone has a result: holdout loss 7.0000 (sgd, learning rate 0.1)",
            "natural-gradient is best: holdout loss 0.4000")
        .doesNotContain("better by", "worse by");
  }

  /** What differs in a digit that is not shown, or in a choice that nobody mentions. */
  @Test
  void noTwoConfigurationsHaveOneLabel() throws IOException {
    ResultStore store =
        StoredSweeps.store(
            temporary.resolve("labels"),
            completed(Specs.sgd(0.3), 14, 0, 3, 0.5),
            completed(Specs.sgd(0.1 + 0.2), 14, 0, 3, 0.6),
            completed(Specs.sgd(0.1), 14, 0, 3, 0.6),
            completed(Specs.sgd(0.1), 7, 0, 3, 0.6),
            completed(Specs.adam(Specs.rate(0.1), 0.9, 0.999, 1e-8), 14, 0, 3, 1),
            completed(Specs.adam(Specs.rate(0.1), 0.9, 0.9990000001, 1e-8), 14, 0, 3, 1),
            completed(NATURAL, 14, 0, 3, 0.4),
            completed(DENSE, 14, 0, 3, 0.4));
    StoredSweeps.register(spark, List.of(store.root()));
    assertThat(
            spark.sql("SELECT label FROM configurations ORDER BY label").collectAsList().stream()
                .map(row -> row.getString(0)))
        .containsExactly(
            "adam, learning rate 0.1",
            "adam, learning rate 0.1, beta2 0.9990000001",
            "natural-gradient, learning rate 0.1, reltol 1e-6",
            "natural-gradient, learning rate 0.1, reltol 1e-6, solver dense",
            "sgd, learning rate 0.1, side 14",
            "sgd, learning rate 0.1, side 7",
            "sgd, learning rate 0.3",
            "sgd, learning rate 0.30000000000000004");
    assertThat(
            spark.sql("SELECT DISTINCT problem, short_label FROM configurations").collectAsList())
        .hasSize(8);
    assertThat(MorningReport.of(SweepResults.read(store), null).html())
        .contains("\"words\":[\"0.1\",\"0.3\",\"0.30000000000000004\"]");
  }

  /** MLlib's fit and trials whose holdout has a class that training lacks. */
  @Test
  void lossesThatAreNoNumbersAreToldInWords() throws Exception {
    double infinite = Double.POSITIVE_INFINITY;
    ResultStore store =
        StoredSweeps.store(
            temporary.resolve("infinite"),
            completed(Specs.sgd(0.1), 14, 0, 3, 0.5),
            completed(Specs.sgd(0.1), 14, 1, 3, 0.5),
            completed(Specs.sgd(1), 14, 0, 3, 0.1),
            completed(Specs.sgd(1), 14, 1, 3, infinite),
            completed(NATURAL, 14, 0, 3, infinite),
            completed(NATURAL, 14, 1, 3, infinite));
    Baselines baselines = new Baselines(store);
    baselines.write(
        new Baseline("mnist", "test", null, 14, true, "f00d", 0.2, infinite, 0.9, 90, true, 3.5));
    baselines.write(
        new Baseline("mnist", "test", null, 14, false, "f00d", 0.2, infinite, 0.9, 90, true, 3.5));
    assertThat(baselines.all()).extracting(Baseline::testLoss).containsOnly(Double.NaN);

    SweepResults results = SweepResults.read(store);
    String end = SweepReport.of(store, results);
    StoredSweeps.register(spark, List.of(store.root()));
    assertThat(end)
        .contains(
            "without a loss: 3 trials that completed: holdout loss is infinite: a sample's class got probability 0, as does one that training lacks",
            "without a loss: MLlib L-BFGS: infinite: the holdout has a class that training lacks");
    assertThat(answer("best", "label", "not_finite", "test_loss"))
        .containsExactly(
            "sgd, learning rate 0.1 | 0 | 0.5",
            "sgd, learning rate 1 | 1 | 0.1",
            "natural-gradient, learning rate 0.1, reltol 1e-6 | 2 | null");

    MorningReport report = MorningReport.of(results, null);
    assertThat(report.markdown())
        .contains(
            "sgd alone has a result: holdout loss 0.5000",
            "Of 3 of the 6 trials that took all their steps the loss is infinite or not a number",
            "The holdout loss of MLlib's linear fit is infinite: the holdout has a class that training lacks.",
            "| COMPLETED | NOT\\_FINITE | natural-gradient | 2 | holdout loss is infinite");
    assertThat(report.html()).contains("\"testLoss\":null");
    assertThat(report.pictures()).containsKeys("loss.png", "sensitivity.png");
  }
}
