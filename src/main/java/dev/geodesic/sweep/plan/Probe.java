package dev.geodesic.sweep.plan;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.sweep.task.AttemptFailure;
import dev.geodesic.sweep.task.ExecutorDevices;
import dev.geodesic.sweep.task.PackFailure;
import dev.geodesic.sweep.task.PackTraining;
import dev.geodesic.sweep.task.TaskDevice;
import dev.geodesic.train.Monitor;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.TrialSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** Measures the rates of a plan by training a few steps of one pack of each kind. */
public final class Probe implements Function<Pack, Probe.Probed> {
  private static final long serialVersionUID = 1L;

  /** Intended length of each measurement of a kind. */
  private static final double SECONDS = 0.3;

  private static final int MEASUREMENTS = 3;
  private static final int FEW_STEPS = 4;
  private static final int MOST_STEPS = 400;

  private final PackTraining training;

  private Probe(PackTraining training) {
    this.training = training;
  }

  /**
   * Measures the rates of every kind of pack in the plan, where its packs will train; a kind whose
   * pack cannot train there gets none.
   *
   * @param say receives a line for each kind without rates
   */
  public static StepRates measure(
      JavaSparkContext spark,
      SweepPlan plan,
      Map<String, Broadcast<DataSet>> data,
      ExecutorDevices devices,
      Consumer<String> say) {
    Map<PackKind, Pack> kinds = new LinkedHashMap<>();
    for (PlannedPack planned : plan.packs()) {
      kinds.putIfAbsent(PackKind.of(planned.pack()), planned.pack());
    }
    if (kinds.isEmpty()) {
      return StepRates.NONE;
    }
    List<Pack> packs = new ArrayList<>(kinds.values());
    List<Probed> probed =
        spark
            .parallelize(packs, packs.size())
            .map(new Probe(new PackTraining(data, devices)))
            .collect();
    Map<PackKind, List<Double>> seen = new HashMap<>();
    for (int i = 0; i < packs.size(); i++) {
      Pack pack = packs.get(i);
      Probed found = probed.get(i);
      if (found.failure() == null) {
        seen.put(PackKind.of(pack), found.rates());
      } else {
        say.accept(
            "cannot be measured, and goes by a count of operations: %s: %s"
                .formatted(pack.describe(), found.failure().describe()));
      }
    }
    return seen.isEmpty()
        ? StepRates.NONE
        : StepRates.of(
            seen,
            "a probe of %d %s of packs"
                .formatted(seen.size(), seen.size() == 1 ? "kind" : "kinds"));
  }

  /**
   * The measurement of one pack.
   *
   * @param rates seconds of a trial-step, measured several times
   * @param failure why there are no rates; absent if there are
   */
  public record Probed(List<Double> rates, @Nullable AttemptFailure failure)
      implements Serializable {}

  @Override
  public Probed call(Pack pack) {
    try {
      return training.onDevice(device -> new Probed(rates(pack, device), null));
    } catch (PackFailure e) {
      return new Probed(List.of(), AttemptFailure.of(e));
    }
  }

  /**
   * Measures the seconds of a trial-step several times; the other time of a pack is spread evenly
   * over its steps.
   */
  private List<Double> rates(Pack pack, TaskDevice device) {
    seconds(pack, FEW_STEPS, device);
    double few = seconds(pack, FEW_STEPS, device);
    int many = Math.max(2 * FEW_STEPS, (int) Math.min(MOST_STEPS, SECONDS / (few / FEW_STEPS)));
    // A list that Java can serialize.
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < MEASUREMENTS; i++) {
      double step = Math.max(0, seconds(pack, many, device) - few) / (many - FEW_STEPS);
      rates.add(rate(pack, step, Math.max(0, few - FEW_STEPS * step)));
    }
    return rates;
  }

  /** Counts evaluations separately: each timed training ended with one of them. */
  private static double rate(Pack pack, double step, double evaluation) {
    Schedule schedule = pack.structure().schedule();
    double evaluations = Math.ceil((double) schedule.steps() / schedule.evalEvery());
    double all = schedule.steps() * step + evaluations * evaluation;
    return all / schedule.steps() / pack.trials().size();
  }

  private static double seconds(Pack pack, int steps, TaskDevice device) {
    Pack shortened =
        Pack.of(
            pack.specs().stream().map(spec -> withSteps(spec, steps)).toList(),
            pack.trials().get(0).dataFingerprint());
    long start = System.nanoTime();
    device.train(Leg.whole(shortened), Monitor.NONE);
    return (System.nanoTime() - start) / 1e9;
  }

  private static TrialSpec withSteps(TrialSpec spec, int steps) {
    Schedule shortened =
        spec.schedule().with(Schedule.STEPS, steps).with(Schedule.EVAL_EVERY, steps);
    return new TrialSpec(spec.data(), spec.model(), spec.optimizer(), shortened, spec.seed());
  }
}
