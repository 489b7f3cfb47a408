package dev.geodesic.space;

import dev.geodesic.parameter.ConfName;
import dev.geodesic.parameter.Require;
import dev.geodesic.trial.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016), of one bracket or of all brackets of
 * Hyperband (Li et al., JMLR 18, 2018): configurations train for few steps, and the best part of
 * them goes on to more.
 *
 * @param eta the part of a rung's configurations that goes on is one in so many
 * @param minSteps the least steps of a rung
 * @param brackets how many lengths the first rung has
 */
public record Halving(int eta, int minSteps, Brackets brackets) {
  /** How many brackets there are. */
  public enum Brackets implements ConfName {
    /** The one with the most rungs. */
    ONE,

    /**
     * One with each number of rungs down to none, so that a configuration that starts slowly may
     * win.
     */
    ALL
  }

  /**
   * A number of halvings, and the rungs between them.
   *
   * @param number of halvings
   * @param rungs the steps of each rung, the last of which are those of a whole trial
   * @param weight its share of the configurations, compared with those of others
   */
  public record Bracket(int number, List<Integer> rungs, double weight) {
    public Bracket {
      rungs = List.copyOf(rungs);
    }
  }

  public Halving {
    Require.atLeast("eta", 2, eta);
    Require.atLeast("min-steps", 1, minSteps);
  }

  /** The most halvings of a trial: its first rung has {@link #minSteps} or more. */
  int mostHalvings(int steps) {
    int halvings = 0;
    long part = (long) minSteps * eta;
    while (part <= steps) {
      part *= eta;
      halvings++;
    }
    return halvings;
  }

  /**
   * Returns the interval of measurements that makes rungs fall on measurements, with ten of them in
   * a trial at least.
   *
   * @param steps of a whole trial
   */
  public int evalEvery(int steps) {
    int first = Math.max(1, (int) (steps / Math.pow(eta, mostHalvings(steps))));
    int tenth = Math.max(1, steps / 10);
    return Math.max(1, first / ((first + tenth - 1) / tenth));
  }

  /**
   * Returns the brackets of a schedule, the one with the most rungs first. Rung i of s lies at
   * steps/η^(s−i), or rather at the nearest measurement, so that a trial is measured there in any
   * case and has the same curve as without halving.
   *
   * @throws IllegalArgumentException if there is no rung, or two of them fall together
   */
  public List<Bracket> brackets(Schedule schedule) {
    int most = mostHalvings(schedule.steps());
    if (most == 0) {
      throw new IllegalArgumentException(
          "min-steps must be <= steps / eta, or no rung is left, got: min-steps %d, steps %d, eta %d"
              .formatted(minSteps, schedule.steps(), eta));
    }
    List<Bracket> all = new ArrayList<>();
    for (int number = most; number >= (brackets == Brackets.ALL ? 0 : most); number--) {
      all.add(new Bracket(number, rungs(number, schedule), Math.pow(eta, number) / (number + 1)));
    }
    return List.copyOf(all);
  }

  private List<Integer> rungs(int halvings, Schedule schedule) {
    List<Integer> rungs = new ArrayList<>();
    for (int rung = 0; rung < halvings; rung++) {
      double exact = schedule.steps() / Math.pow(eta, halvings - rung);
      rungs.add(measured(exact, schedule));
    }
    rungs.add(schedule.steps());
    if (new TreeSet<>(rungs).size() < rungs.size()) {
      throw new IllegalArgumentException(
          "rungs must be different measurements, got: steps %s, measured every %d; set sweep.eval-every = %d or less"
              .formatted(rungs, schedule.evalEvery(), evalEvery(schedule.steps())));
    }
    return rungs;
  }

  /**
   * Returns the measurement nearest to a step, of those that lie at {@link #minSteps} or beyond.
   */
  private int measured(double step, Schedule schedule) {
    int every = schedule.evalEvery();
    int nearest = (int) Math.max(1, Math.round(step / every)) * every;
    while (nearest < minSteps) {
      nearest += every;
    }
    return Math.min(nearest, schedule.steps());
  }

  /**
   * Divides configurations among brackets by their weights: each goes to the bracket that lacks
   * most of its share (Sainte-Laguë). The first ones stay where they are when more follow.
   *
   * @param brackets with their weights
   * @param count number of configurations
   * @return the bracket of each
   */
  public static List<Bracket> divide(List<Bracket> brackets, int count) {
    int[] given = new int[brackets.size()];
    Bracket[] divided = new Bracket[count];
    for (int i = 0; i < count; i++) {
      int neediest = 0;
      for (int b = 1; b < given.length; b++) {
        if (need(brackets.get(b), given[b]) > need(brackets.get(neediest), given[neediest])) {
          neediest = b;
        }
      }
      given[neediest]++;
      divided[i] = brackets.get(neediest);
    }
    return Arrays.asList(divided);
  }

  private static double need(Bracket bracket, int given) {
    return bracket.weight() / (2 * given + 1);
  }
}
