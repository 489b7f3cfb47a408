package dev.geodesic.report;

import dev.geodesic.store.table.StoredCurves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what reports need from all curves of a sweep, in one pass over them. */
public final class CurveDigest implements StoredCurves.Reader {
  /**
   * Windows of steps that are averaged, for each tenfold number of steps: one step at the start,
   * where much happens, and many later, where the loss of a small batch is mostly noise. One ends
   * at every power of ten, as sweeps do.
   */
  public static final int WINDOWS_A_DECADE = 12;

  private static final TrialCurve NONE = new TrialCurve(List.of(), Measured.of(0), null);

  private final Set<String> drawn;
  private final Map<String, TrialCurve> byTrial = new HashMap<>();
  private int firstStep = Integer.MAX_VALUE;

  /**
   * Starts with no curve read.
   *
   * @param drawn ids of the trials whose batch losses are shown
   */
  CurveDigest(Set<String> drawn) {
    this.drawn = drawn;
  }

  /**
   * The mean batch loss over some consecutive steps.
   *
   * @param number of the window, the same for all trials
   * @param last of its steps that the curve has
   * @param loss mean cross-entropy of their batches, nats a sample
   * @param seconds of training up to the last
   */
  public record Window(int number, int last, double loss, double seconds) {}

  /**
   * Measurements by step. A loss is the cross-entropy, nats a sample; NaN where it is infinite or
   * not a number.
   *
   * @param steps after which it was measured
   * @param seconds of training until then
   * @param losses those by which configurations are chosen: on the validation samples, or the
   *     holdout
   * @param told those on the holdout
   */
  public record Measured(int[] steps, double[] seconds, double[] losses, double[] told) {
    static Measured of(int count) {
      return new Measured(new int[count], new double[count], new double[count], new double[count]);
    }

    /** The number of measurements. */
    public int count() {
      return steps.length;
    }
  }

  /**
   * The digest of one trial's curve.
   *
   * @param windows of batch losses; empty where they are not shown
   * @param measured losses that were measured
   * @param solverPath the method that computed most directions; null for first-order optimizers
   */
  public record TrialCurve(List<Window> windows, Measured measured, @Nullable String solverPath) {}

  @Override
  public void read(String trialId, StoredCurves.Curve curve) {
    if (curve.size() > 0) {
      firstStep = Math.min(firstStep, curve.step(0));
    }
    byTrial.put(
        trialId,
        new TrialCurve(
            drawn.contains(trialId) ? windows(curve) : List.of(),
            measured(curve),
            mostFrequentPath(curve)));
  }

  private static List<Window> windows(StoredCurves.Curve curve) {
    List<Window> windows = new ArrayList<>();
    int from = 0;
    while (from < curve.size()) {
      int number = window(curve.step(from));
      int to = from;
      int count = 0;
      double sum = 0;
      while (to < curve.size() && window(curve.step(to)) == number) {
        double loss = curve.trainLoss(to);
        if (!Double.isNaN(loss)) {
          sum += loss;
          count++;
        }
        to++;
      }
      if (count > 0) {
        windows.add(new Window(number, curve.step(to - 1), sum / count, curve.seconds(to - 1)));
      }
      from = to;
    }
    return windows;
  }

  private static int window(int step) {
    return (int) Math.ceil(Math.log10(step) * WINDOWS_A_DECADE);
  }

  private static Measured measured(StoredCurves.Curve curve) {
    Measured measured = Measured.of(curve.size());
    int count = 0;
    for (int point = 0; point < curve.size(); point++) {
      if (curve.isMeasured(point)) {
        measured.steps[count] = curve.step(point);
        measured.seconds[count] = curve.seconds(point);
        measured.losses[count] = curve.selectionLoss(point);
        measured.told[count] = curve.testLoss(point);
        count++;
      }
    }
    return new Measured(
        Arrays.copyOf(measured.steps, count),
        Arrays.copyOf(measured.seconds, count),
        Arrays.copyOf(measured.losses, count),
        Arrays.copyOf(measured.told, count));
  }

  private static @Nullable String mostFrequentPath(StoredCurves.Curve curve) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int point = 0; point < curve.size(); point++) {
      String path = curve.solverPath(point);
      if (path != null) {
        counts.merge(path, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(reversedKeys()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private static Comparator<Map.Entry<String, Integer>> reversedKeys() {
    return Map.Entry.comparingByKey(Comparator.reverseOrder());
  }

  /** Returns the digest of a trial; an empty one for a trial that took no step. */
  public TrialCurve of(String trialId) {
    return Objects.requireNonNullElse(byTrial.get(trialId), NONE);
  }

  /** The first step of which any curve has a point; larger than any step if none has. */
  int firstStep() {
    return firstStep;
  }
}
