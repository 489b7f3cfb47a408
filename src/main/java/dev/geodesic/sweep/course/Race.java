package dev.geodesic.sweep.course;

import dev.geodesic.halving.Contender;
import dev.geodesic.halving.Ladder;
import dev.geodesic.trial.Rung;
import dev.geodesic.trial.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A ladder, how far it has been decided, and which trials its rung waits for. */
final class Race {
  private final Ladder ladder;
  private final Map<String, Climber> climbers;

  /** Ids of the trials that the rung waits for. */
  private final Set<String> waiting = new HashSet<>();

  private List<Contender> competing;
  private Set<String> competingIds;
  private int rung;
  private boolean isOver;

  /** The least mean loss at the rung before; NaN at the first. */
  private double best = Double.NaN;

  /**
   * Begins at the first rung.
   *
   * @param climbers all trials of the sweep, by their ids
   */
  Race(Ladder ladder, Map<String, Climber> climbers) {
    this.ladder = ladder;
    this.climbers = climbers;
    this.competing = ladder.contenders();
    this.competingIds = ids(competing);
    missing().forEach(waiting::add);
  }

  Ladder ladder() {
    return ladder;
  }

  /** The configurations that are not stopped. */
  List<Contender> competing() {
    return competing;
  }

  /** Whether a configuration is not stopped. */
  boolean competes(String configurationId) {
    return competingIds.contains(configurationId);
  }

  int rung() {
    return rung;
  }

  Rung place() {
    return new Rung(ladder.bracket().number(), rung);
  }

  /** The steps of its rung. */
  int steps() {
    return steps(rung);
  }

  /** The steps of a rung; 0 of the one before the first. */
  int steps(int ofRung) {
    return ofRung < 0 ? 0 : ladder.bracket().rungs().get(ofRung);
  }

  int lastRung() {
    return ladder.bracket().rungs().size() - 1;
  }

  boolean isOver() {
    return isOver;
  }

  /** Whether the rung waits for nothing any more. */
  boolean isDecidable() {
    return !isOver && waiting.isEmpty();
  }

  /** The ids of the trials that the rung waits for. */
  Set<String> waiting() {
    return waiting;
  }

  /** Records that the rung does not wait for a trial any more. */
  void ended(String trial) {
    waiting.remove(trial);
  }

  /** The trials that are to reach the rung. */
  List<Climber> entrants() {
    return climbers(competing).filter(climber -> !climber.isLostBy(steps(rung - 1))).toList();
  }

  /** The ids of all trials that have not come to the end of the ladder. */
  Stream<String> left() {
    return isOver ? Stream.of() : idsUnknownAt(steps(lastRung()));
  }

  private static Set<String> ids(List<Contender> contenders) {
    return contenders.stream().map(Contender::id).collect(Collectors.toSet());
  }

  /** The configurations that compete now, and how good the best of them was at the rung before. */
  Climbing.Field field() {
    return new Climbing.Field(steps(), competing.size(), best);
  }

  /** Returns the mean loss of a configuration at the rung, over the seeds that have one. */
  private double meanLoss(Contender contender) {
    return climbers(List.of(contender))
        .map(climber -> climber.lossAt(steps()))
        .flatMapToDouble(OptionalDouble::stream)
        .average()
        .orElse(Double.NaN);
  }

  private Stream<String> missing() {
    return entrants().stream()
        .filter(climber -> !climber.isKnownAt(steps()))
        .map(climber -> climber.trial().id());
  }

  private Stream<String> idsUnknownAt(int step) {
    return climbers(competing)
        .filter(climber -> !climber.isKnownAt(step))
        .map(climber -> climber.trial().id());
  }

  private Stream<Climber> climbers(List<Contender> contenders) {
    return contenders.stream().flatMap(contender -> contender.trials().stream()).map(this::climber);
  }

  private Climber climber(Trial trial) {
    return Objects.requireNonNull(climbers.get(trial.id()), trial.id());
  }

  /**
   * Decides the rung, and goes on to the next one; the last one ends the race.
   *
   * @return the trials that are stopped, of those that are not stored
   */
  List<Climber> decide() {
    if (rung == lastRung()) {
      isOver = true;
      return List.of();
    }
    List<Contender> ranked = ladder.best(competing, trial -> climber(trial).lossAt(steps()));
    competingIds = ids(ranked);
    best = ranked.isEmpty() ? Double.NaN : meanLoss(ranked.get(0));
    List<Contender> promoted = new ArrayList<>();
    List<Contender> others = new ArrayList<>();
    competing.forEach(one -> (competingIds.contains(one.id()) ? promoted : others).add(one));
    List<Climber> stopped =
        climbers(others)
            .filter(climber -> !climber.isStored() && !climber.isLostBy(steps()))
            .toList();
    competing = promoted;
    rung++;
    isOver = promoted.isEmpty();
    missing().forEach(waiting::add);
    return stopped;
  }
}
