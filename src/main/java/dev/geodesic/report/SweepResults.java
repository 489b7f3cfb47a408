package dev.geodesic.report;

import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.ManifestFile;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.store.table.StoredCurves;
import dev.geodesic.trial.Problem;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The results of one sweep at one moment, from which its tables, pictures and page are made.
 *
 * @param manifest the runs that made the results
 * @param trials rows of the view {@code trials}
 * @param baselines rows of the view {@code baselines}
 * @param configurations rows of {@link RankedConfigurations#of}
 * @param drawn ids of the configurations whose curves are shown
 * @param curves digest of the curves
 */
public record SweepResults(
    Manifest manifest,
    List<Row> trials,
    List<Row> baselines,
    List<Row> configurations,
    Set<String> drawn,
    CurveDigest curves) {
  /** The most lines of one problem: more would hide one another, and make the page large. */
  static final int MOST_DRAWN = 48;

  /**
   * Reads the results that are committed now.
   *
   * @throws dev.geodesic.trial.RequestException if there are no results, or a file is damaged
   */
  public static SweepResults read(ResultStore store) throws IOException {
    return SweepScan.read(store, scan -> of(scan, List.of()));
  }

  /**
   * Reads a sweep, and its curves only once.
   *
   * @param others further readers of the curves
   */
  public static SweepResults of(SweepScan scan, List<StoredCurves.Reader> others)
      throws IOException {
    List<Row> trials = scan.trials();
    List<Row> configurations = RankedConfigurations.of(trials);
    Set<String> drawn = drawn(configurations);
    CurveDigest curves =
        new CurveDigest(
            trials.stream()
                .filter(trial -> drawn.contains(trial.<String>getAs(Labels.ID)))
                .map(trial -> trial.<String>getAs("trial_id"))
                .collect(Collectors.toSet()));
    scan.curves(Stream.concat(Stream.of(curves), others.stream()).toList());
    return new SweepResults(
        new ManifestFile(scan.store()).readOrEmpty(),
        trials,
        scan.baselines(),
        configurations,
        drawn,
        curves);
  }

  /**
   * Returns ids of the configurations to draw for each problem: the best of each optimizer, then
   * its second best, and so on.
   */
  private static Set<String> drawn(List<Row> configurations) {
    Map<Problem, List<Row>> byProblem =
        configurations.stream()
            .collect(Collectors.groupingBy(Problems::of, LinkedHashMap::new, Collectors.toList()));
    Set<String> drawn = new HashSet<>();
    for (List<Row> tried : byProblem.values()) {
      tried.stream()
          .sorted(
              Comparator.comparing((Row row) -> row.<Integer>getAs(RankedConfigurations.PLACE))
                  .thenComparing(
                      row -> row.<Double>getAs(RankedConfigurations.SELECTION + "_mean"),
                      Comparator.nullsLast(Comparator.naturalOrder())))
          .limit(MOST_DRAWN)
          .forEach(row -> drawn.add(row.getAs(Labels.ID)));
    }
    return drawn;
  }

  /** Returns the trials of each configuration, by its id. */
  public Map<String, List<Row>> trialsByConfiguration() {
    return trials.stream().collect(Collectors.groupingBy(trial -> trial.<String>getAs(Labels.ID)));
  }
}
