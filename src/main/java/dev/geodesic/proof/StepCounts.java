package dev.geodesic.proof;

import dev.geodesic.bench.BenchCase;
import dev.geodesic.bench.BenchData.Generated;
import dev.geodesic.bench.Method;
import dev.geodesic.device.Device;
import dev.geodesic.device.Metered;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.ResidentData.Bias;
import dev.geodesic.trial.ErrorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a device is told to do in a step of a pack.
 *
 * @param method of training
 * @param counts a step, by what it is told; none where there is trouble
 * @param trouble why such a pack cannot train there; absent if it can
 */
public record StepCounts(String method, Map<String, Double> counts, @Nullable String trouble) {
  private static final Generated DATA = new Generated(49, 10, 49);
  private static final int BATCH = 16;
  private static final int TRIALS = 4;
  private static final int SAMPLES = 1024;

  /** Periods of a method before those that are counted, and these. */
  private static final int BEFORE = 2;

  private static final int COUNTED = 4;

  /** Steps between two points of a curve: none of those that are counted is recorded. */
  private static final int BETWEEN = 1000;

  /** Counts for each method; nothing where the device does not count. */
  static List<StepCounts> of(Device device) {
    if (!(device instanceof Metered)) {
      return List.of();
    }
    List<StepCounts> all = new ArrayList<>();
    for (Method method : Method.values()) {
      // Samples of another number come in another order, of which nothing is on the device yet.
      all.add(of(method, device, TRIALS, BETWEEN, SAMPLES + all.size()));
    }
    return all;
  }

  /**
   * Counts for one method.
   *
   * @param recordEvery the number of steps between two points of the curve
   */
  static StepCounts of(Method method, Device device, int trials, int recordEvery, int samples) {
    Metered metered = (Metered) device;
    int before = BEFORE * method.period();
    int all = before + COUNTED * method.period();
    Counter counter = new Counter(metered, before, all);
    try (ResidentData data = ResidentData.upload(device, DATA.prepare(samples), Bias.NONE)) {
      BenchCase bench = new BenchCase(method, DATA, BATCH, trials, recordEvery);
      PackTrainer.train(bench.pack(all + 1), data, device, counter);
      return new StepCounts(method.meaning(), counter.aStep(), null);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      return new StepCounts(method.meaning(), Map.of(), ErrorText.firstLine(e.toString()));
    }
  }

  /** Reads the counts of a device after some steps and after more, none of which is measured. */
  private static final class Counter implements Monitor {
    private final Metered metered;
    private final int before;
    private final int all;
    private Map<String, Long> first = Map.of();
    private Map<String, Long> last = Map.of();
    private int steps;

    Counter(Metered metered, int before, int all) {
      this.metered = metered;
      this.before = before;
      this.all = all;
    }

    Map<String, Double> aStep() {
      Map<String, Double> counts = new TreeMap<>();
      last.forEach(
          (what, count) ->
              counts.put(what, (count - first.getOrDefault(what, 0L)) / (double) (all - before)));
      return counts;
    }

    @Override
    public boolean isStopped() {
      return false;
    }

    @Override
    public void stepped(int trials) {
      steps++;
      if (steps == before) {
        first = metered.counts();
      } else if (steps == all) {
        last = metered.counts();
      }
    }

    @Override
    public void diverged() {}
  }
}
