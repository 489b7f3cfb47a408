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
import java.util.Arrays;
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

  /** Periods of a method before those that are counted, and these. */
  private static final int BEFORE = 2;

  private static final int COUNTED = 4;

  /** Counts for each method; nothing where the device does not count. */
  static List<StepCounts> of(Device device) {
    if (!(device instanceof Metered metered)) {
      return List.of();
    }
    try (ResidentData data = ResidentData.upload(device, DATA.prepare(1024), Bias.NONE)) {
      return Arrays.stream(Method.values())
          .map(method -> of(method, device, metered, data))
          .toList();
    }
  }

  private static StepCounts of(Method method, Device device, Metered metered, ResidentData data) {
    BenchCase bench = new BenchCase(method, DATA, BATCH, TRIALS, 1);
    try {
      int before = BEFORE * method.period();
      int all = before + COUNTED * method.period();
      Map<String, Long> few = train(bench, before, device, metered, data);
      Map<String, Long> many = train(bench, all, device, metered, data);
      Map<String, Double> counts = new TreeMap<>();
      many.forEach(
          (what, count) ->
              counts.put(what, (count - few.getOrDefault(what, 0L)) / (double) (all - before)));
      return new StepCounts(method.meaning(), counts, null);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      return new StepCounts(method.meaning(), new TreeMap<>(), ErrorText.firstLine(e.toString()));
    }
  }

  /** Trains a pack of some steps, and returns what that took. */
  private static Map<String, Long> train(
      BenchCase bench, int steps, Device device, Metered metered, ResidentData data) {
    Map<String, Long> before = metered.counts();
    PackTrainer.train(bench.pack(steps), data, device, Monitor.NONE);
    Map<String, Long> counts = new TreeMap<>();
    metered
        .counts()
        .forEach((what, count) -> counts.put(what, count - before.getOrDefault(what, 0L)));
    return counts;
  }
}
