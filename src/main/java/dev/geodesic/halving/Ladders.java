package dev.geodesic.halving;

import dev.geodesic.space.Halving;
import dev.geodesic.space.Halving.Bracket;
import dev.geodesic.space.SearchSpace;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Divides the configurations of a sweep into ladders. */
public final class Ladders {
  private Ladders() {}

  /** Those that may be compared: of one entry of the conf, on one problem. */
  private record Rivals(int entry, Problem problem) {}

  /**
   * Returns the ladders of a sweep, in the order of its configurations.
   *
   * @param configurations of the sweep
   * @param trials those of each configuration, in the same order
   */
  public static List<Ladder> of(
      Halving halving,
      Schedule schedule,
      List<SearchSpace.Configuration> configurations,
      List<List<Trial>> trials) {
    Map<Rivals, List<Contender>> rivals = new LinkedHashMap<>();
    for (int i = 0; i < configurations.size(); i++) {
      Trial first = trials.get(i).get(0);
      rivals
          .computeIfAbsent(
              new Rivals(configurations.get(i).entry(), first.problem()), key -> new ArrayList<>())
          .add(new Contender(first.configurationId(), trials.get(i)));
    }
    List<Bracket> brackets = halving.brackets(schedule);
    List<Ladder> ladders = new ArrayList<>();
    for (List<Contender> contenders : rivals.values()) {
      List<Bracket> places = Halving.divide(brackets, contenders.size());
      for (Bracket bracket : brackets) {
        List<Contender> here = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
          if (places.get(i).equals(bracket)) {
            here.add(contenders.get(i));
          }
        }
        if (!here.isEmpty()) {
          String name = here.get(0).trials().get(0).spec().optimizer().name();
          ladders.add(new Ladder(name, halving.eta(), bracket, here));
        }
      }
    }
    return List.copyOf(ladders);
  }
}
