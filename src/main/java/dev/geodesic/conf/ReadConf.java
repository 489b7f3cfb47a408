package dev.geodesic.conf;

import dev.geodesic.space.SweepSpec;
import java.util.Map;

/**
 * A conf that was read and found right.
 *
 * @param sweep what it asks for, defaults filled in
 * @param resolved what it says, overrides and substitutions applied, as maps, lists and values
 */
public record ReadConf(SweepSpec sweep, Map<String, Object> resolved) {
  /** What the sweep is called. */
  public String name() {
    return sweep.name();
  }
}
