package dev.geodesic.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Statistics over seeds: one row a configuration and step at which a seed was, or diverged.
 * Computed in this process from curves that are handed to it one after another; {@link Summary} has
 * Spark compute the same.
 */
public final class SeedSummary implements StoredCurves.Reader {
  private static final String CONFIGURATION = "configuration_id";

  private final Map<String, Configuration> ofTrials = new HashMap<>();
  private final TreeMap<String, Configuration> byId = new TreeMap<>();

  /**
   * Has no curves yet.
   *
   * @param trials rows of {@link SweepScan#trials}; those without a result count for nothing
   */
  public SeedSummary(List<Row> trials) {
    for (Row trial : trials) {
      if (StoredTrial.hasEnded(trial)) {
        Configuration configuration =
            byId.computeIfAbsent(trial.getAs(CONFIGURATION), id -> new Configuration());
        configuration.add(trial);
        ofTrials.put(trial.getAs(StoredTrials.TRIAL_ID), configuration);
      }
    }
  }

  @Override
  public void read(String trialId, StoredCurves.Curve curve) {
    Configuration configuration = ofTrials.get(trialId);
    if (configuration != null) {
      configuration.add(curve);
    }
  }

  /** Rows of {@link SummaryColumns#TABLE}, by configuration and step. */
  Iterator<Row> rows() {
    return byId.entrySet().stream()
        .flatMap(entry -> entry.getValue().rows(entry.getKey()).stream())
        .iterator();
  }

  /** Puts it in place of the last one of this sweep. */
  public void write(SweepScan scan) throws IOException {
    new SummaryFile(scan.store()).write(rows(), scan.ledger());
  }

  /** The trials of one configuration, and every point of their curves. */
  private static final class Configuration {
    private final @Nullable Object[] parameters =
        new @Nullable Object[SummaryColumns.PARAMETERS.size()];
    private int seeds;
    private int[] diverged = {};
    private int[] steps = {};
    private final double[][] metrics = new double[SummaryColumns.METRICS.size()][0];
    private int points;

    void add(Row trial) {
      seeds++;
      // Where data lie is no part of a configuration's identity: one place is named of several.
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = larger(parameters[i], trial.getAs(SummaryColumns.PARAMETERS.get(i)));
      }
      Integer step = trial.getAs("diverged_step");
      if (step != null) {
        diverged = Arrays.copyOf(diverged, diverged.length + 1);
        diverged[diverged.length - 1] = step;
      }
    }

    void add(StoredCurves.Curve curve) {
      require(points + curve.size());
      for (int i = 0; i < curve.size(); i++) {
        steps[points] = curve.step(i);
        metrics[0][points] = curve.trainLoss(i);
        metrics[1][points] = curve.testLoss(i);
        metrics[2][points] = curve.testAccuracy(i);
        points++;
      }
    }

    private void require(int capacity) {
      if (capacity > steps.length) {
        int length = Math.max(capacity, Math.multiplyExact(seeds, capacity - points));
        steps = Arrays.copyOf(steps, length);
        for (int metric = 0; metric < metrics.length; metric++) {
          metrics[metric] = Arrays.copyOf(metrics[metric], length);
        }
      }
    }

    /** A row for each step at which there are points, or at which a seed diverged. */
    List<Row> rows(String id) {
      long[] byStep = new long[points];
      for (int point = 0; point < points; point++) {
        byStep[point] = ((long) steps[point] << Integer.SIZE) | point;
      }
      Arrays.sort(byStep);
      Arrays.sort(diverged);
      List<Row> rows = new ArrayList<>();
      int next = 0;
      int gone = 0;
      while (next < points || gone < diverged.length) {
        int step =
            Math.min(
                next < points ? (int) (byStep[next] >> Integer.SIZE) : Integer.MAX_VALUE,
                gone < diverged.length ? diverged[gone] : Integer.MAX_VALUE);
        int first = next;
        while (next < points && (int) (byStep[next] >> Integer.SIZE) == step) {
          next++;
        }
        while (gone < diverged.length && diverged[gone] == step) {
          gone++;
        }
        rows.add(row(id, step, gone, Arrays.copyOfRange(byStep, first, next)));
      }
      return rows;
    }

    private Row row(String id, int step, int gone, long[] atStep) {
      List<@Nullable Object> values = new ArrayList<>();
      values.add(id);
      values.addAll(Arrays.asList(parameters));
      values.add(step);
      values.add(seeds);
      values.add(gone);
      for (double[] metric : metrics) {
        Estimate estimate =
            Estimate.of(
                Arrays.stream(atStep)
                    .mapToDouble(point -> metric[(int) point])
                    .filter(value -> !Double.isNaN(value))
                    .toArray());
        values.add(estimate.count());
        values.add(estimate.mean());
        values.add(estimate.sd());
        values.add(estimate.low());
        values.add(estimate.high());
      }
      return RowFactory.create(values.toArray());
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object larger(@Nullable Object one, @Nullable Object other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return ((Comparable<Object>) one).compareTo(other) >= 0 ? one : other;
    }
  }
}
