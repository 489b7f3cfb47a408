package dev.geodesic.space;

import dev.geodesic.parameter.Require;
import java.util.List;

/**
 * What happens when a search is over: the best configurations of each optimizer on each problem
 * train to the end on seeds that took no part in the choice, so that what is told of them does not
 * flatter.
 *
 * @param top configurations of each optimizer
 * @param seeds on which they train, none of them a seed of the search
 */
public record Confirmation(int top, List<Integer> seeds) {
  public Confirmation {
    Require.atLeast("top", 1, top);
    seeds = List.copyOf(seeds);
  }
}
