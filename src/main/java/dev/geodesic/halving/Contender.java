package dev.geodesic.halving;

import dev.geodesic.trial.Trial;
import java.util.List;

/**
 * A configuration that competes with others.
 *
 * @param id its configuration id
 * @param trials one for each seed
 */
public record Contender(String id, List<Trial> trials) {
  public Contender {
    trials = List.copyOf(trials);
  }
}
