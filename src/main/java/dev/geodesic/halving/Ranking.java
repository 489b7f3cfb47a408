package dev.geodesic.halving;

import dev.geodesic.trial.Score;
import dev.geodesic.trial.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Orders configurations by the losses of their trials, and by nothing else. */
public final class Ranking {
  private Ranking() {}

  private record Ranked(Contender contender, Score score) {}

  /**
   * Returns the best configurations, the best first: those that have lost fewer seeds, then those
   * of lower mean loss, then by their ids. One that has lost all seeds is not among them.
   *
   * @param loss of a trial, nats a sample; empty for one that was lost
   * @param most number of configurations to return
   */
  public static List<Contender> best(
      List<Contender> competing, Function<Trial, OptionalDouble> loss, int most) {
    List<Ranked> ranked = new ArrayList<>();
    for (Contender contender : competing) {
      double[] losses =
          contender.trials().stream().map(loss).flatMapToDouble(OptionalDouble::stream).toArray();
      if (losses.length > 0) {
        double sum = 0;
        for (double one : losses) {
          sum += one;
        }
        int lost = contender.trials().size() - losses.length;
        ranked.add(new Ranked(contender, new Score(lost, sum / losses.length)));
      }
    }
    return ranked.stream()
        .sorted(Comparator.comparing(Ranked::score).thenComparing(one -> one.contender().id()))
        .limit(most)
        .map(Ranked::contender)
        .toList();
  }
}
