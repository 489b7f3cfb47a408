package dev.geodesic.sweep.course;

import dev.geodesic.halving.Contender;
import dev.geodesic.halving.Ranking;
import dev.geodesic.space.Confirmation;
import dev.geodesic.space.Leg;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.Packing;
import dev.geodesic.trial.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** The configurations of one optimizer on one problem, the best of which are confirmed. */
final class Contest {
  private final Confirmation confirmation;
  private final List<Contender> contenders = new ArrayList<>();
  private final Map<String, Double> losses = new HashMap<>();

  /** The trials that have not ended by themselves, by their ids. */
  private final Map<String, Trial> open = new LinkedHashMap<>();

  private boolean isDecided;

  /** Begins without configurations. */
  Contest(Confirmation confirmation) {
    this.confirmation = confirmation;
  }

  void add(Contender contender) {
    contenders.add(contender);
    contender.trials().forEach(trial -> open.put(trial.id(), trial));
  }

  boolean isDecided() {
    return isDecided;
  }

  /**
   * The number of trials whose results are missing.
   *
   * @param isOver of a trial that has not ended, whether it will not train any further
   */
  long open(Predicate<Trial> isOver) {
    return open.values().stream().filter(isOver.negate()).count();
  }

  /**
   * Records the end of a trial.
   *
   * @param loss by which it is compared, nats a sample; NaN or infinite where it was lost
   */
  void ended(String trial, double loss) {
    open.remove(trial);
    if (Double.isFinite(loss)) {
      losses.put(trial, loss);
    }
  }

  /**
   * Whether all results are known on which the choice depends.
   *
   * @param isOver of a trial that has not ended, whether it will not train any further
   */
  boolean isDecidable(Predicate<Trial> isOver) {
    return !isDecided && open.values().stream().allMatch(isOver);
  }

  /** Returns the trials that confirm the best configurations, best first. */
  List<Trial> decide() {
    isDecided = true;
    return fresh(Ranking.best(contenders, this::lossOf, confirmation.top()));
  }

  private OptionalDouble lossOf(Trial trial) {
    Double loss = losses.get(trial.id());
    return loss == null ? OptionalDouble.empty() : OptionalDouble.of(loss);
  }

  /** Returns the packs that are expected to confirm the choice, with the first for the best. */
  List<Leg> expected(PackSize packSize) {
    List<Contender> first = contenders.subList(0, Math.min(confirmation.top(), contenders.size()));
    return Packing.pack(fresh(first), packSize).stream().map(Leg::whole).toList();
  }

  private List<Trial> fresh(List<Contender> best) {
    return best.stream()
        .map(contender -> contender.trials().get(0))
        .flatMap(trial -> confirmation.seeds().stream().map(trial::confirmedOn))
        .toList();
  }
}
