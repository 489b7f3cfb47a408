package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.course.Course;
import dev.geodesic.sweep.course.ExpectedRung;
import dev.geodesic.sweep.course.RungKeeper;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.sweep.plan.Forecast;
import dev.geodesic.sweep.plan.PackKind;
import dev.geodesic.sweep.plan.Probe;
import dev.geodesic.sweep.plan.Shortage;
import dev.geodesic.sweep.plan.StepRates;
import dev.geodesic.sweep.plan.SweepPlan;
import dev.geodesic.sweep.plan.Workloads;
import dev.geodesic.sweep.task.DeviceSurvey;
import dev.geodesic.sweep.task.ExecutorDevices;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Describes what a run would do, and estimates how long it would take, without doing it. */
public final class SweepPlanner {
  private SweepPlanner() {}

  /**
   * A plan and its estimated time.
   *
   * @param plan what is left to do
   * @param slots that it would train on
   * @param forecast how long it would take
   * @param ladder what is left of a halving; empty without one
   * @param whole how long it would take to train every trial of the search to its end
   */
  public record Preview(
      SweepPlan plan, Slots slots, Forecast forecast, List<ExpectedRung> ladder, Forecast whole) {}

  /**
   * Plans a sweep. If its results do not determine the speed, a short probe measures it.
   *
   * @param say receives lines on what takes a while
   * @throws dev.geodesic.trial.RequestException if data, results or the combination do not fit
   */
  public static Preview preview(
      SparkApplication application, SweepSpec sweep, ResultStore store, Consumer<String> say)
      throws IOException, InterruptedException {
    Map<String, DataSet> data = DataSetLoader.load(application, sweep, say);
    JavaSparkContext spark = application.java();
    Set<String> finished = store.finishedTrials();
    Slots slots = Slots.of(spark);
    Course course = Course.of(sweep, data, RungKeeper.IDLE, store, finished);
    ExecutorDevices devices =
        new ExecutorDevices(
            sweep.device(), Slots.ofEachExecutor(spark), Workloads.of(course.plan(), data));
    // Refuses an unavailable device here, as a run would, and not in every task of the probe.
    DeviceSurvey.line(spark, devices, say);
    DeviceSurvey.memory(spark, devices)
        .ifPresent(memory -> Shortage.report(course.plan(), data, memory, say));
    StepRates rates = rates(spark, course, data, devices, say);
    return new Preview(
        course.plan(),
        slots,
        Forecast.of(course.plan(), slots, rates),
        course.ladder(),
        Forecast.of(SweepPlan.of(sweep, data, finished), slots, rates));
  }

  private static StepRates rates(
      JavaSparkContext spark,
      Course course,
      Map<String, DataSet> data,
      ExecutorDevices devices,
      Consumer<String> say) {
    SweepPlan plan = course.plan();
    StepRates known = course.earlierRates();
    if (plan.packs().stream().allMatch(p -> known.of(PackKind.of(p.pack())).isPresent())) {
      return known;
    }
    Map<String, Broadcast<DataSet>> broadcast = new HashMap<>();
    data.forEach((name, set) -> broadcast.put(name, spark.broadcast(set)));
    return Probe.measure(spark, plan, broadcast, devices, say);
  }
}
