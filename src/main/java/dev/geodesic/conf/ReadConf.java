package dev.geodesic.conf;

import dev.geodesic.space.SweepSpec;

/**
 * A conf that was read and found right.
 *
 * @param sweep what it asks for, defaults filled in
 * @param resolved what it says, overrides and substitutions applied, as one JSON object
 */
public record ReadConf(SweepSpec sweep, String resolved) {
  /** What the sweep is called. */
  public String name() {
    return sweep.name();
  }
}
