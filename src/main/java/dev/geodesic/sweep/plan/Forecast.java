package dev.geodesic.sweep.plan;

import dev.geodesic.sweep.cluster.Slots;
import dev.geodesic.sweep.plan.StepRates.Rate;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * An estimate of how long the packs of a plan will take, if no trial diverges.
 *
 * @param packs seconds that each pack keeps its slot, in the order of the plan
 * @param seconds from the first pack's start to the last one's end
 * @param low if all packs were as fast as the fastest tenth of what was seen
 * @param high if all were as slow as the slowest tenth
 * @param basis what the estimate rests on, in words
 */
public record Forecast(List<Double> packs, double seconds, double low, double high, String basis) {
  /** By how much a guess by operations may be wrong, either way. */
  private static final double GUESS = 2;

  /**
   * Seconds before the steps of a slot reach full speed, where nothing was measured: data are
   * prepared, native code is loaded, code is compiled.
   */
  private static final Rate WARM_UP = new Rate(3 / GUESS, 3, 3 * GUESS);

  private static final Rate WARM = new Rate(0, 0, 0);

  /** Estimates the time of a plan on these slots, by these rates. */
  public static Forecast of(SweepPlan plan, Slots slots, StepRates rates) {
    double scale = secondsAnOperation(plan.expected(), rates);
    List<Rate> packs = plan.expected().stream().map(pack -> seconds(pack, rates, scale)).toList();
    Rate before = rates.byKind().isEmpty() ? WARM_UP : WARM;
    return new Forecast(
        packs.stream().map(Rate::median).toList(),
        makespan(before, packs, slots.count(), Rate::median),
        makespan(before, packs, slots.count(), Rate::low),
        makespan(before, packs, slots.count(), Rate::high),
        rates.basis());
  }

  /** Estimates the seconds of a pack. */
  private static Rate seconds(PlannedPack planned, StepRates rates, double scale) {
    double steps = planned.leg().trialSteps();
    return rates
        .of(PackKind.of(planned.pack()))
        .map(rate -> new Rate(rate.low() * steps, rate.median() * steps, rate.high() * steps))
        .orElseGet(
            () ->
                new Rate(
                    planned.cost() * scale / GUESS,
                    planned.cost() * scale,
                    planned.cost() * scale * GUESS));
  }

  /** Returns the median seconds an operation of packs of known rates, for packs of unknown ones. */
  private static double secondsAnOperation(List<PlannedPack> packs, StepRates rates) {
    double[] known =
        packs.stream()
            .flatMap(
                planned ->
                    rates.of(PackKind.of(planned.pack())).stream()
                        .map(rate -> rate.median() * planned.leg().trialSteps() / planned.cost()))
            .mapToDouble(Double::doubleValue)
            .toArray();
    return known.length == 0 ? 1 / CostModel.NOMINAL_SPEED : StatUtils.percentile(known, 50);
  }

  /** Returns when the last pack ends if each starts, in order, in the slot that is free first. */
  private static double makespan(
      Rate before, List<Rate> packs, int slots, ToDoubleFunction<Rate> seconds) {
    PriorityQueue<Double> free =
        new PriorityQueue<>(Collections.nCopies(slots, seconds.applyAsDouble(before)));
    double end = 0;
    for (Rate pack : packs) {
      double done = free.remove() + seconds.applyAsDouble(pack);
      free.add(done);
      end = Math.max(end, done);
    }
    return end;
  }

  /** Describes the estimate in words. */
  public String describe() {
    return "%s (%s to %s), by %s"
        .formatted(Durations.words(seconds), Durations.words(low), Durations.words(high), basis);
  }
}
