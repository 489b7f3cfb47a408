package dev.geodesic.report;

import dev.geodesic.halving.Contender;
import dev.geodesic.halving.Ladder;
import dev.geodesic.space.Halving;
import dev.geodesic.space.Halving.Bracket;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.table.StoredCurves;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialReader;
import dev.geodesic.trial.TrialSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What a halving would have chosen on a sweep whose trials all trained to their ends, by their
 * stored curves: at what share of the steps, and how far behind the best.
 */
public final class Replay {
  private static final String OPTIMIZER = "optimizer";
  private static final String LOSS = "loss";

  private static final StructType TYPE =
      new StructType()
          .add("problem", DataTypes.StringType)
          .add(OPTIMIZER, DataTypes.StringType)
          .add("configurations", DataTypes.IntegerType)
          .add("seeds", DataTypes.IntegerType)
          .add("steps_share", DataTypes.DoubleType)
          .add("chosen", DataTypes.StringType)
          .add("place", DataTypes.IntegerType)
          .add(LOSS, DataTypes.DoubleType)
          .add("best_" + LOSS, DataTypes.DoubleType)
          .add("regret", DataTypes.DoubleType);

  private final Halving halving;

  /** Losses that choose, by trial and step. */
  private final Map<String, Map<Integer, Double>> losses;

  private Replay(Halving halving, Map<String, Map<Integer, Double>> losses) {
    this.halving = halving;
    this.losses = losses;
  }

  /** A configuration, as the results hold it. */
  private record Rival(Row configuration, Contender contender) {}

  /**
   * Replays a halving on every optimizer and problem of a sweep. Configurations of which a seed has
   * no result take no part.
   *
   * @return one row for each optimizer on each problem
   * @throws RequestException if trials were stopped
   * @throws IllegalArgumentException if the schedule of a problem has no such rungs
   * @throws IOException if the results cannot be read
   */
  public static RowTable of(SweepScan scan, Halving halving) throws IOException {
    List<Row> trials =
        scan.trials().stream().filter(trial -> !StoredTrial.isConfirmation(trial)).toList();
    requireWhole(trials);
    Map<String, Row> byId = new HashMap<>();
    trials.forEach(trial -> byId.put(trial.getAs("trial_id"), trial));
    Map<String, List<Row>> seeds =
        trials.stream().collect(Collectors.groupingBy(row -> row.<String>getAs(Labels.ID)));
    Map<String, Map<Integer, Double>> losses = new HashMap<>();
    scan.curves(List.of((id, curve) -> losses.put(id, measured(curve))));
    Replay replay = new Replay(halving, losses);
    List<Row> ranked = RankedConfigurations.of(trials);
    Map<List<String>, List<Rival>> rivals = new LinkedHashMap<>();
    for (Row configuration : ranked) {
      List<Row> rows = Objects.requireNonNull(seeds.get(configuration.<String>getAs(Labels.ID)));
      if (rows.stream().allMatch(StoredTrial::hasEnded)) {
        rivals
            .computeIfAbsent(
                List.of(configuration.getAs("problem"), configuration.getAs(OPTIMIZER)),
                key -> new ArrayList<>())
            .add(new Rival(configuration, contender(configuration.getAs(Labels.ID), rows)));
      }
    }
    List<Row> table = new ArrayList<>();
    rivals.values().forEach(some -> table.add(replay.row(some, byId)));
    return new RowTable(TYPE, table)
        .columns(name -> !name.equals("problem") || RowTable.countOfValues(table, name) > 1);
  }

  private static void requireWhole(List<Row> trials) {
    long stopped =
        trials.stream().filter(row -> row.<String>getAs("status").equals("STOPPED")).count();
    if (stopped > 0) {
      throw new RequestException(
          "A sweep to replay must have whole curves, got: %,d trials that a halving has stopped; train"
                  .formatted(stopped)
              + " them to the end without sweep.halving first");
    }
  }

  private static Map<Integer, Double> measured(StoredCurves.Curve curve) {
    Map<Integer, Double> measured = new TreeMap<>();
    for (int i = 0; i < curve.size(); i++) {
      if (curve.isMeasured(i)) {
        measured.put(curve.step(i), curve.selectionLoss(i));
      }
    }
    return measured;
  }

  private static Contender contender(String id, List<Row> rows) {
    return new Contender(
        id,
        rows.stream()
            .map(
                row -> {
                  String trial = row.getAs("trial_id");
                  TrialSpec spec = TrialReader.read("trial " + trial, TrialColumns.parameters(row));
                  return new Trial(trial, id, row.getAs(Problem.DATA), spec, false);
                })
            .toList());
  }

  private Row row(List<Rival> rivals, Map<String, Row> trials) {
    List<Contender> all =
        rivals.stream()
            .map(Rival::contender)
            // The order of the conf is not known; this one tells nothing of their quality.
            .sorted(Comparator.comparing(Contender::id))
            .toList();
    Schedule schedule = all.get(0).trials().get(0).spec().schedule();
    List<Bracket> brackets = halving.brackets(schedule);
    List<Bracket> places = Halving.divide(brackets, all.size());
    long taken = 0;
    List<Contender> finalists = new ArrayList<>();
    for (Bracket bracket : brackets) {
      List<Contender> competing = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        if (places.get(i).equals(bracket)) {
          competing.add(all.get(i));
        }
      }
      Ladder ladder = new Ladder("", halving.eta(), bracket, competing);
      int from = 0;
      for (int rung : bracket.rungs()) {
        taken += steps(competing, from, rung, trials);
        if (rung < schedule.steps()) {
          competing = ladder.best(competing, trial -> lossAt(trial, rung, trials));
        }
        from = rung;
      }
      finalists.addAll(competing);
    }
    List<String> ids = finalists.stream().map(Contender::id).toList();
    Row best = rivals.get(0).configuration();
    // Ranked best first.
    Row chosen =
        rivals.stream()
            .map(Rival::configuration)
            .filter(row -> ids.contains(row.<String>getAs(Labels.ID)))
            .findFirst()
            .orElse(best);
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("problem", best.getAs("problem"));
    values.put(OPTIMIZER, best.getAs(OPTIMIZER));
    values.put("configurations", all.size());
    values.put("seeds", all.get(0).trials().size());
    values.put("steps_share", (double) taken / steps(all, 0, schedule.steps(), trials));
    values.put("chosen", chosen.getAs("short_label"));
    values.put("place", chosen.getAs(RankedConfigurations.PLACE));
    Double loss = chosen.getAs(RankedConfigurations.SELECTION + "_mean");
    Double least = best.getAs(RankedConfigurations.SELECTION + "_mean");
    values.put(LOSS, loss);
    values.put("best_" + LOSS, least);
    values.put("regret", loss == null || least == null ? null : loss - least);
    return Rows.of(TYPE, values);
  }

  /** Steps that trials take from one rung to the next, until they diverge. */
  private static long steps(List<Contender> contenders, int from, int to, Map<String, Row> trials) {
    return contenders.stream()
        .flatMap(contender -> contender.trials().stream())
        .mapToLong(trial -> Math.max(0, Math.min(to, divergedAt(trial, trials)) - from))
        .sum();
  }

  private static int divergedAt(Trial trial, Map<String, Row> trials) {
    Integer step = Objects.requireNonNull(trials.get(trial.id())).getAs("diverged_step");
    return step == null ? Integer.MAX_VALUE : step;
  }

  private OptionalDouble lossAt(Trial trial, int rung, Map<String, Row> trials) {
    Double loss = losses.getOrDefault(trial.id(), Map.of()).get(rung);
    return divergedAt(trial, trials) <= rung || loss == null || !Double.isFinite(loss)
        ? OptionalDouble.empty()
        : OptionalDouble.of(loss);
  }
}
