package dev.geodesic.store;

import dev.geodesic.store.files.SummaryFile;
import dev.geodesic.store.summary.Estimate;
import dev.geodesic.store.summary.SummaryColumns;
import dev.geodesic.store.table.ColumnType;
import dev.geodesic.store.table.StoredCurves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRow;
import org.jspecify.annotations.Nullable;

/**
 * Statistics over seeds: one row for each configuration and step at which a seed has a point or
 * diverged. They are computed in this process from curves that are read one after another; {@link
 * dev.geodesic.store.summary.SparkSummary} has Spark compute the same.
 *
 * <p>Points take a fixed part of the memory at most. Configurations that do not fit, those of the
 * largest ids first, are left for another pass over the curves.
 */
public final class SeedSummary implements StoredCurves.Reader {
  private static final String CONFIGURATION = "configuration_id";

  /** The share of this process's memory that a summary may use. */
  private static final double PART = 0.125;

  /** The bytes of a point: its step and metrics. */
  private static final int POINT_BYTES =
      Integer.BYTES + SummaryColumns.METRICS.size() * Double.BYTES;

  private final long mostPoints;
  private final Map<String, Key> keys = new HashMap<>();
  private final TreeMap<Key, Configuration> kept = new TreeMap<>();
  private final TreeMap<Key, Configuration> left = new TreeMap<>();
  private long points;

  /** What the seeds of a row have in common. */
  private record Key(String configuration, boolean confirmation) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::configuration).thenComparing(Key::confirmation);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Starts without curves.
   *
   * @param trials rows of {@link SweepScan#trials}; those without a result are ignored
   */
  public SeedSummary(List<Row> trials) {
    this(trials, (long) (PART * Runtime.getRuntime().maxMemory() / POINT_BYTES));
  }

  /** Creates a summary with a limit of points, which only a single configuration may exceed. */
  SeedSummary(List<Row> trials, long mostPoints) {
    this.mostPoints = mostPoints;
    for (Row trial : trials) {
      if (StoredTrial.hasResult(trial)) {
        Key key = new Key(trial.getAs(CONFIGURATION), StoredTrial.isConfirmation(trial));
        kept.computeIfAbsent(key, k -> new Configuration()).add(trial);
        keys.put(trial.getAs(StoredTrials.TRIAL_ID), key);
      }
    }
  }

  @Override
  public void read(String trialId, StoredCurves.Curve curve) {
    Key key = keys.get(trialId);
    Configuration configuration = key == null ? null : kept.get(key);
    if (configuration != null) {
      configuration.add(curve);
      points += curve.size();
      while (points > mostPoints && kept.size() > 1) {
        leaveLast();
      }
    }
  }

  private void leaveLast() {
    Map.Entry<Key, Configuration> last = Objects.requireNonNull(kept.pollLastEntry());
    points -= last.getValue().clear();
    left.put(last.getKey(), last.getValue());
  }

  /** Writes the summary of a sweep whose curves have been read, in place of the last one. */
  public void write(SweepScan scan) throws IOException {
    new SummaryFile(scan.store()).write(new Rows(scan), scan.ledger());
  }

  /** Rows of {@link SummaryColumns#TABLE}, by configuration and step. */
  private final class Rows implements Iterator<Row> {
    private final SweepScan scan;
    private Iterator<Row> ofConfiguration = Collections.emptyIterator();

    Rows(SweepScan scan) {
      this.scan = scan;
    }

    @Override
    public boolean hasNext() {
      while (!ofConfiguration.hasNext() && !(kept.isEmpty() && left.isEmpty())) {
        if (kept.isEmpty()) {
          readLeft();
        }
        Map.Entry<Key, Configuration> first = Objects.requireNonNull(kept.pollFirstEntry());
        ofConfiguration = first.getValue().rows(first.getKey()).iterator();
      }
      return ofConfiguration.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ofConfiguration.next();
    }

    private void readLeft() {
      kept.putAll(left);
      left.clear();
      points = 0;
      try {
        scan.curves(List.of(SeedSummary.this));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The trials of one configuration, and every point of their curves. */
  private static final class Configuration {
    private final @Nullable Object[] parameters =
        new @Nullable Object[SummaryColumns.PARAMETERS.size()];
    private final @Nullable Object[] encoded = new @Nullable Object[parameters.length];
    private int seeds;
    private int[] diverged = {};
    private int[] steps = {};
    private final double[][] metrics = new double[SummaryColumns.METRICS.size()][0];
    private int points;

    void add(Row trial) {
      seeds++;
      // The place of the data is not part of a configuration: one of several places is named.
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
      reserve(points + curve.size());
      for (int i = 0; i < curve.size(); i++) {
        steps[points] = curve.step(i);
        metrics[0][points] = curve.trainLoss(i);
        metrics[1][points] = curve.testLoss(i);
        metrics[2][points] = curve.testAccuracy(i);
        metrics[3][points] = curve.validationLoss(i);
        points++;
      }
    }

    /** Drops its points, and returns how many there were. */
    int clear() {
      int count = points;
      points = 0;
      steps = new int[0];
      Arrays.fill(metrics, new double[0]);
      return count;
    }

    private void reserve(int capacity) {
      if (capacity > steps.length) {
        int length = Math.max(capacity, Math.multiplyExact(seeds, capacity - points));
        steps = Arrays.copyOf(steps, length);
        for (int metric = 0; metric < metrics.length; metric++) {
          metrics[metric] = Arrays.copyOf(metrics[metric], length);
        }
      }
    }

    /** Returns a row for each step at which there are points, or at which a seed diverged. */
    List<Row> rows(Key key) {
      long[] byStep = new long[points];
      for (int point = 0; point < points; point++) {
        byStep[point] = ((long) steps[point] << Integer.SIZE) | point;
      }
      Arrays.sort(byStep);
      Arrays.sort(diverged);
      Arrays.setAll(encoded, i -> ColumnType.encoded(parameters[i]));
      Object encodedId = Objects.requireNonNull(ColumnType.encoded(key.configuration()));
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
        rows.add(
            row(
                encodedId,
                key.confirmation(),
                step,
                gone,
                Arrays.copyOfRange(byStep, first, next)));
      }
      return rows;
    }

    private Row row(Object id, boolean confirmation, int step, int gone, long[] atStep) {
      @Nullable Object[] values = new @Nullable Object[SummaryColumns.TABLE.columns().size()];
      values[0] = id;
      System.arraycopy(encoded, 0, values, 1, encoded.length);
      int next = 1 + encoded.length;
      values[next++] = confirmation;
      values[next++] = step;
      values[next++] = seeds;
      values[next++] = gone;
      for (double[] metric : metrics) {
        Estimate estimate = estimate(metric, atStep);
        values[next++] = estimate.count();
        values[next++] = estimate.mean();
        values[next++] = estimate.sd();
        values[next++] = estimate.low();
        values[next++] = estimate.high();
      }
      return new GenericRow(values);
    }

    private static Estimate estimate(double[] metric, long[] points) {
      double[] found = new double[points.length];
      int count = 0;
      for (long point : points) {
        double value = metric[(int) point];
        if (!Double.isNaN(value)) {
          found[count++] = value;
        }
      }
      return Estimate.of(count == found.length ? found : Arrays.copyOf(found, count));
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
