package dev.geodesic.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A ladder of a halving: the configurations of one optimizer in one bracket on one problem.
 *
 * @param optimizer the name of the optimizer
 * @param bracket the number of halvings that a configuration had to survive
 * @param rungs the rungs at which some were stopped or that is the last, the lowest first
 * @param lines at most {@value #MOST_LINES} configurations, those that came furthest first
 * @param all the number of configurations
 * @param taken the steps that all trials took
 * @param whole the steps that they would have taken to their ends
 */
record LadderChart(
    String optimizer,
    int bracket,
    List<Rung> rungs,
    List<Line> lines,
    int all,
    long taken,
    long whole) {
  private static final int MOST_LINES = 120;

  /**
   * What came of the configurations at one rung.
   *
   * @param number its number, from 0
   * @param step the step at which it lies
   * @param entered the number of configurations that trained to it
   * @param stopped the number of them that were stopped there
   * @param lost the number of them of which no seed reached it
   * @param best the least mean loss at it; null if none has one
   * @param dropped the least mean loss of those that were stopped there; null if none was
   */
  record Rung(
      int number,
      int step,
      int entered,
      int stopped,
      int lost,
      @Nullable Double best,
      @Nullable Double dropped) {}

  /**
   * The mean losses of one configuration, as long as all its seeds have one.
   *
   * @param label its label
   * @param rung the last rung that it trained to, from 0
   * @param isFinished whether a seed of it has taken all steps
   * @param steps the steps at which it was measured
   * @param losses the losses after them
   */
  record Line(
      String label, int rung, boolean isFinished, List<Integer> steps, List<Double> losses) {}

  /** Returns the ladders of a problem, by optimizer, the bracket with the most rungs first. */
  static List<LadderChart> of(List<Climbed> climbed) {
    Map<String, Map<Integer, List<Climbed>>> grouped =
        climbed.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.configuration().optimizer(),
                    TreeMap::new,
                    Collectors.groupingBy(
                        Climbed::bracket,
                        () -> new TreeMap<>(Comparator.reverseOrder()),
                        Collectors.toList())));
    List<LadderChart> ladders = new ArrayList<>();
    grouped.forEach(
        (optimizer, brackets) ->
            brackets.forEach((bracket, some) -> ladders.add(of(optimizer, bracket, some))));
    return ladders;
  }

  private static LadderChart of(String optimizer, int bracket, List<Climbed> climbed) {
    int steps = climbed.get(0).configuration().steps();
    Map<Integer, Integer> stepOf = new TreeMap<>();
    climbed.stream()
        .filter(one -> one.stoppedAt() > 0)
        .forEach(one -> stepOf.merge(one.rung(), one.stoppedAt(), Math::max));
    climbed.stream()
        .filter(one -> one.losses().containsKey(steps))
        .forEach(one -> stepOf.put(one.rung(), steps));
    return new LadderChart(
        optimizer,
        bracket,
        stepOf.entrySet().stream()
            .map(rung -> rung(rung.getKey(), rung.getValue(), climbed))
            .toList(),
        climbed.stream()
            .sorted(
                Comparator.comparing(Climbed::rung)
                    .reversed()
                    .thenComparing(one -> one.configuration().place()))
            .limit(MOST_LINES)
            .map(one -> line(one, steps))
            .toList(),
        climbed.size(),
        climbed.stream().mapToLong(Climbed::taken).sum(),
        climbed.stream().mapToLong(one -> (long) one.seeds() * steps).sum());
  }

  private static Rung rung(int number, int step, List<Climbed> climbed) {
    List<Climbed> entered = climbed.stream().filter(one -> one.rung() >= number).toList();
    List<Climbed> stopped = entered.stream().filter(one -> one.stoppedAt() == step).toList();
    return new Rung(
        number,
        step,
        entered.size(),
        stopped.size(),
        (int) entered.stream().filter(one -> one.lost(step) == one.seeds()).count(),
        least(entered, step),
        least(stopped, step));
  }

  private static @Nullable Double least(List<Climbed> some, int step) {
    return some.stream()
        .map(one -> one.loss(step))
        .filter(Double::isFinite)
        .min(Double::compare)
        .orElse(null);
  }

  private static Line line(Climbed one, int end) {
    List<Integer> steps = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    one.losses()
        .forEach(
            (step, found) -> {
              if (found.size() == one.seeds()) {
                steps.add(step);
                losses.add(one.loss(step));
              }
            });
    return new Line(
        one.configuration().label(), one.rung(), one.losses().containsKey(end), steps, losses);
  }
}
