package dev.geodesic.sweep.course;

import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.StoredRungs;
import dev.geodesic.store.table.StoredCurves;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.RungState;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the trials of a halving came in earlier runs: by the rows and curves of those that were
 * stored, and by the states of the others.
 *
 * @param store of the results
 * @param keeper learns which states are needed
 */
record EarlierClimb(ResultStore store, RungKeeper keeper) {
  /** Holds a state that trials of another conf need. */
  private static final String OF_OTHERS = "others";

  private static final Logger LOG = LoggerFactory.getLogger(EarlierClimb.class);

  /**
   * Fills in what is known of the trials, by their ids.
   *
   * @param earlier rows of the trials that earlier runs left
   */
  void fill(Map<String, Climber> climbers, List<Row> earlier) throws IOException {
    earlier.forEach(row -> readStored(row, climbers.get(row.<String>getAs("trial_id"))));
    if (!earlier.isEmpty()) {
      SweepScan.read(
          store,
          scan -> {
            scan.curves(List.of((id, curve) -> readCurve(climbers.get(id), curve)));
            return true;
          });
    }
    Map<String, Trial> trials = new LinkedHashMap<>();
    climbers.forEach((id, climber) -> trials.put(id, climber.trial()));
    Set<String> ended =
        earlier.stream()
            .filter(StoredTrial::hasEnded)
            .map(row -> row.<String>getAs("trial_id"))
            .collect(Collectors.toSet());
    for (String leg : new StoredRungs(store).legs()) {
      readState(leg, trials, climbers, ended);
    }
  }

  private static void readStored(Row row, @Nullable Climber climber) {
    if (climber == null) {
      return;
    }
    switch (row.<String>getAs(TrialColumns.STATUS.name())) {
      case "COMPLETED" -> {
        climber.stored();
        climber.reached(row.<Integer>getAs("steps"));
      }
      case "DIVERGED" -> {
        climber.stored();
        climber.lost(row.<Integer>getAs("diverged_step"));
      }
      default -> climber.stored();
    }
  }

  private static void readCurve(@Nullable Climber climber, StoredCurves.Curve curve) {
    if (climber == null) {
      return;
    }
    for (int i = 0; i < curve.size(); i++) {
      if (curve.isMeasured(i)) {
        climber.measured(curve.step(i), curve.selectionLoss(i));
      }
    }
  }

  private void readState(
      String leg, Map<String, Trial> trials, Map<String, Climber> climbers, Set<String> ended) {
    RungState state;
    try (InputStream in = new StoredRungs(store).open(leg)) {
      state = RungState.read(in, trials);
    } catch (IOException | RuntimeException e) {
      LOG.warn("The state of {} is ignored, and its trials start anew: {}", leg, e.toString());
      return;
    }
    state.outcomes().forEach(outcome -> keeper.hold(leg, outcome.trial().id()));
    if (!ended.containsAll(state.others())) {
      keeper.hold(leg, OF_OTHERS);
    }
    List<Climber> lost = new ArrayList<>();
    for (Outcome outcome : state.outcomes()) {
      Climber climber = Objects.requireNonNull(climbers.get(outcome.trial().id()));
      int step = state.step();
      if ((climber.isStored() && climber.isKnownAt(step)) || climber.stateStep() >= step) {
        keeper.release(leg, outcome.trial().id());
      } else {
        climbed(climber, leg, step, outcome);
        if (climber.isLostBy(step)) {
          lost.add(climber);
        }
      }
    }
    if (!lost.isEmpty()) {
      // The process was killed after this state was kept, and before their rows were stored.
      keeper.store(lost, state.rung());
      lost.forEach(Climber::stored);
    }
  }

  private void climbed(Climber climber, String leg, int step, Outcome outcome) {
    String before = climber.state();
    climber.keptBy(leg, step);
    if (outcome.status() instanceof TrialStatus.Diverged diverged) {
      climber.lost(diverged.step());
    } else {
      climber.reached(step);
      climber.goesOn();
    }
    for (CurvePoint point : outcome.curve()) {
      Measurement measured = point.selecting();
      if (measured != null) {
        climber.measured(point.step(), measured.loss());
      }
    }
    if (before != null) {
      keeper.release(before, outcome.trial().id());
    }
  }
}
