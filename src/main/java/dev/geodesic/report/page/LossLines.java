package dev.geodesic.report.page;

import dev.geodesic.report.CurveDigest;
import dev.geodesic.report.SweepResults;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.summary.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;

/** Computes the loss curves that the page draws. */
final class LossLines {
  private final SweepResults results;
  private final Map<String, List<Row>> trials;

  LossLines(SweepResults results) {
    this.results = results;
    this.trials = results.trialsByConfiguration();
  }

  /**
   * Returns the curves to draw for one problem: first the best configuration of each optimizer,
   * then the second best ones, and so on.
   */
  List<LossLine> of(List<Configuration> configurations) {
    return configurations.stream()
        .filter(configuration -> results.drawn().contains(configuration.id()))
        .sorted(
            Comparator.comparingInt(Configuration::place)
                .thenComparing(
                    configuration -> configuration.loss().mean(),
                    Comparator.nullsLast(Comparator.naturalOrder())))
        .map(this::of)
        .toList();
  }

  private LossLine of(Configuration configuration) {
    double[] diverged =
        configuration.seeds().stream()
            .map(Seed::divergedStep)
            .filter(Objects::nonNull)
            .mapToDouble(Integer::doubleValue)
            .toArray();
    return new LossLine(
        configuration.id(),
        configuration.label(),
        configuration.optimizer(),
        configuration.place(),
        configuration.seeds().size(),
        configuration.diverged(),
        diverged.length == 0 ? null : StatUtils.percentile(diverged, 50),
        curve(configuration, LossLines::measured),
        curve(configuration, LossLines::train));
  }

  /** The losses of the seeds at one position of the horizontal axis. */
  private static final class Place {
    private final List<Double> losses = new ArrayList<>();
    private double seconds;
    private int step;

    void add(int atStep, double atSeconds, double loss) {
      step = Math.max(step, atStep);
      seconds += atSeconds;
      losses.add(loss);
    }
  }

  /** Adds the losses of a trial to their positions. */
  private interface Losses {
    void addTo(SortedMap<Integer, Place> places, CurveDigest.TrialCurve curve, boolean isDiverged);
  }

  /** Returns the mean curve over the seeds; it ends where fewer than half of them are left. */
  private Curve curve(Configuration configuration, Losses losses) {
    SortedMap<Integer, Place> places = new TreeMap<>();
    for (Row trial : trials.getOrDefault(configuration.id(), List.of())) {
      if (StoredTrial.isConfirmation(trial)) {
        continue;
      }
      losses.addTo(
          places,
          results.curves().of(trial.getAs("trial_id")),
          trial.<String>getAs("status").equals("DIVERGED"));
    }
    Curve curve = new Curve();
    for (Place place : places.values()) {
      int seeds = place.losses.size();
      if (2 * seeds >= configuration.seeds().size()) {
        curve.add(place.step, place.seconds / seeds, Estimate.of(place.losses));
      }
    }
    return curve;
  }

  /** Leaves out the window in which a seed diverged, because the last loss dominates its mean. */
  private static void train(
      SortedMap<Integer, Place> places, CurveDigest.TrialCurve curve, boolean isDiverged) {
    List<CurveDigest.Window> windows = curve.windows();
    int count = windows.size() - (isDiverged ? 1 : 0);
    for (int i = 0; i < count; i++) {
      CurveDigest.Window window = windows.get(i);
      places
          .computeIfAbsent(window.number(), number -> new Place())
          .add(window.last(), window.seconds(), window.loss());
    }
  }

  private static void measured(
      SortedMap<Integer, Place> places, CurveDigest.TrialCurve curve, boolean isDiverged) {
    CurveDigest.Measured measured = curve.measured();
    for (int i = 0; i < measured.count(); i++) {
      int step = measured.steps()[i];
      if (!Double.isNaN(measured.losses()[i])) {
        places
            .computeIfAbsent(step, at -> new Place())
            .add(step, measured.seconds()[i], measured.losses()[i]);
      }
    }
  }
}
