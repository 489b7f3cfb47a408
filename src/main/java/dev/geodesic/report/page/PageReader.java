package dev.geodesic.report.page;

import dev.geodesic.report.Problems;
import dev.geodesic.report.Selection;
import dev.geodesic.report.SweepResults;
import dev.geodesic.report.page.ProblemReport.Fit;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.trial.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Computes the data of the page from the results of a sweep. */
final class PageReader {
  private final SweepResults results;
  private final Map<String, List<Row>> trials;

  PageReader(SweepResults results) {
    this.results = results;
    this.trials = results.trialsByConfiguration();
  }

  /**
   * Computes the data of the page.
   *
   * @param running the progress of the current run; null if there is none
   */
  PageData read(@Nullable String running) {
    ConfigurationReader.Read read = ConfigurationReader.read(results);
    return new PageData(
        night(running, read.all().size()),
        problems(read.problems(), read.all(), lastData(results.manifest())));
  }

  /** Returns the fingerprints of the data that the last run read. */
  private static Collection<String> lastData(Manifest manifest) {
    List<Manifest.Run> runs = manifest.runs();
    return runs.isEmpty() ? List.of() : runs.get(runs.size() - 1).dataFingerprints().values();
  }

  private SweepSummary night(@Nullable String running, int configurations) {
    return new SweepSummary(
        results.manifest().sweep(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        running,
        SweepScan.statuses(results.trials()),
        configurations,
        Lost.of(results.trials()),
        Speed.of(results),
        results.manifest().runs());
  }

  private List<ProblemReport> problems(
      Problems names, List<Configuration> configurations, Collection<String> lastData) {
    Map<Problem, List<Configuration>> byProblem = new LinkedHashMap<>();
    configurations.forEach(
        configuration ->
            byProblem
                .computeIfAbsent(configuration.problem(), problem -> new ArrayList<>())
                .add(configuration));
    List<Problem> ordered =
        byProblem.keySet().stream().sorted(foremost(lastData).thenComparing(names::name)).toList();
    LossLines lines = new LossLines(results);
    Measurements measurements = new Measurements(results);
    return ordered.stream()
        .map(
            problem ->
                report(
                    names.name(problem),
                    classes(problem),
                    Objects.requireNonNull(byProblem.get(problem)),
                    lines,
                    fit(problem, results.baselines()),
                    measurements))
        .toList();
  }

  /**
   * Orders problems: the data of the last run before older data, then large images before small
   * ones, then long trials before short ones, then new versions of the trainer before old ones.
   */
  private static Comparator<Problem> foremost(Collection<String> lastData) {
    return Comparator.<Problem, Boolean>comparing(
            problem -> !lastData.contains(String.valueOf(problem.value(Problem.DATA))))
        .thenComparingInt(problem -> -number(problem, "downsample"))
        .thenComparingInt(problem -> -number(problem, Problem.STEPS))
        .thenComparingInt(problem -> -number(problem, Problem.TRAINER));
  }

  private static int number(Problem problem, String column) {
    return problem.value(column) instanceof Integer number ? number : 0;
  }

  /** Returns the names of the classes of a problem's data, as the last run knew them. */
  private List<String> classes(Problem problem) {
    String data = String.valueOf(problem.value(Problem.DATA));
    return results.manifest().runs().stream()
        .map(run -> run.classes().getOrDefault(data, List.of()))
        .filter(names -> !names.isEmpty())
        .reduce(List.of(), (earlier, later) -> later);
  }

  private ProblemReport report(
      String name,
      List<String> classes,
      List<Configuration> tried,
      LossLines lines,
      @Nullable Fit baseline,
      Measurements measurements) {
    List<Tuned> tuned = tuned(tried, measurements);
    List<Climbed> climbed = Climbed.of(tried, trials, results);
    return new ProblemReport(
        name,
        Headline.of(tuned.get(0), tried, baseline, classes),
        new Selection(tried.get(0).problem().value("validation") != null, false).criterion(),
        tried.size(),
        baseline,
        tuned,
        Confirmed.of(tried),
        LadderChart.of(climbed),
        Importance.of(tried, climbed),
        lines.of(tried),
        Sensitivity.of(tried),
        DivergenceMap.of(tried),
        ParallelCoordinates.of(tried),
        Costs.of(tried));
  }

  /**
   * Returns the comparisons on fresh seeds, after all steps and within three training times. Of the
   * times that the best configuration of each optimizer takes for a trial, these are the shortest,
   * the median and the longest.
   */
  private static List<Tuned> tuned(List<Configuration> tried, Measurements measurements) {
    Scores scores = Scores.afterAllSteps(tried);
    List<Tuned> tuned = new ArrayList<>();
    tuned.add(Tuned.of("after all steps", tried, scores));
    Tuned fresh = Tuned.of("after all steps, on fresh seeds", tried, Scores.confirmed(tried));
    if (!fresh.entries().isEmpty()) {
      // A comparison that some optimizers are not in yet is not to be the headline.
      boolean isWhole = fresh.entries().size() == tuned.get(0).entries().size();
      tuned.add(isWhole ? 0 : 1, fresh);
    }
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
                measurements.within(budget, tried)));
      }
    }
    return tuned;
  }

  private static @Nullable Fit fit(Problem problem, List<Row> baselines) {
    return baselines.stream()
        .filter(row -> Problems.isOf(problem, row))
        .findFirst()
        .map(
            row ->
                new Fit(
                    row.getAs("train_loss"),
                    row.getAs("test_loss"),
                    row.getAs("test_accuracy"),
                    row.<Integer>getAs("iterations"),
                    row.getAs("converged")))
        .orElse(null);
  }
}
