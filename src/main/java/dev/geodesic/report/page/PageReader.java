package dev.geodesic.report.page;

import dev.geodesic.report.page.ProblemReport.Fit;
import dev.geodesic.store.Manifest;
import dev.geodesic.store.ManifestFile;
import dev.geodesic.store.ResultStore;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Computes from the registered views what the page holds. */
final class PageReader {
  private final SparkSession spark;

  PageReader(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Reads one sweep.
   *
   * @param store the sweep that the views are of
   * @param running how far a run is that goes on; null if none does
   */
  PageData read(ResultStore store, @Nullable String running) throws IOException {
    List<Configuration> configurations = ConfigurationReader.read(spark);
    return new PageData(night(store, running, configurations.size()), problems(configurations));
  }

  private Night night(ResultStore store, @Nullable String running, int configurations)
      throws IOException {
    Manifest manifest = new ManifestFile(store).readOrEmpty();
    Map<String, Long> statuses = new TreeMap<>();
    spark
        .sql("SELECT status, count(*) FROM trials GROUP BY status")
        .collectAsList()
        .forEach(row -> statuses.put(row.getString(0), row.getLong(1)));
    return new Night(
        manifest.sweep(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        running,
        statuses,
        configurations,
        Lost.read(spark),
        Speed.read(spark),
        manifest.runs());
  }

  private List<ProblemReport> problems(List<Configuration> configurations) {
    Map<Problem, List<Configuration>> byProblem = new LinkedHashMap<>();
    configurations.forEach(
        configuration ->
            byProblem
                .computeIfAbsent(configuration.problem(), problem -> new ArrayList<>())
                .add(configuration));
    List<Problem> ordered = byProblem.keySet().stream().sorted(Problem.LARGEST_FIRST).toList();
    LossLines lines =
        LossLines.read(
            spark,
            byProblem.values().stream().flatMap(each -> LossLines.chosen(each).stream()).toList());
    List<Row> baselines = spark.table("baselines").collectAsList();
    List<ProblemReport> reports = new ArrayList<>();
    try (Measurements measurements = Measurements.of(spark)) {
      for (Problem problem : ordered) {
        List<Configuration> tried = Objects.requireNonNull(byProblem.get(problem));
        reports.add(report(problem, tried, lines, fit(problem, baselines), measurements));
      }
    }
    return reports;
  }

  private static ProblemReport report(
      Problem problem,
      List<Configuration> tried,
      LossLines lines,
      @Nullable Fit baseline,
      Measurements measurements) {
    List<Tuned> tuned = tuned(tried, measurements);
    return new ProblemReport(
        problem.label(),
        Headline.of(tuned.get(0)),
        tried.size(),
        baseline,
        tuned,
        LossLines.chosen(tried).stream().map(lines::of).toList(),
        Sensitivity.of(tried),
        DivergenceMap.of(tried),
        ParallelCoordinates.of(tried),
        Costs.of(tried));
  }

  /**
   * After all steps, and within the training time of a trial of the fastest, the median and the
   * slowest of the optimizers that are best after all steps.
   */
  private static List<Tuned> tuned(List<Configuration> tried, Measurements measurements) {
    Scores scores = Scores.afterAllSteps(tried);
    List<Tuned> tuned = new ArrayList<>();
    tuned.add(Tuned.of("after all steps", tried, scores));
    List<Double> seconds =
        Grid.ranked(tried, scores).stream()
            .flatMap(grid -> grid.best().seconds().stream().boxed())
            .sorted()
            .toList();
    if (seconds.size() > 1) {
      int last = seconds.size() - 1;
      SortedSet<Double> budgets =
          new TreeSet<>(List.of(seconds.get(0), seconds.get(last / 2), seconds.get(last)));
      for (double budget : budgets) {
        tuned.add(
            Tuned.of(
                String.format(Locale.ROOT, "within %.3g s of training a trial", budget),
                tried,
                measurements.within(budget)));
      }
    }
    return tuned;
  }

  private static @Nullable Fit fit(Problem problem, List<Row> baselines) {
    return baselines.stream()
        .filter(problem::isOf)
        .findFirst()
        .map(
            row ->
                new Fit(
                    row.<Double>getAs("train_loss"),
                    row.<Double>getAs("test_loss"),
                    row.<Double>getAs("test_accuracy"),
                    row.<Integer>getAs("iterations")))
        .orElse(null);
  }
}
