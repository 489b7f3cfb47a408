package dev.geodesic.conf;

import dev.geodesic.space.SweepSpec;
import java.util.Map;

/**
 * A conf that was read and checked.
 *
 * @param sweep that it asks for, with defaults filled in
 * @param resolved its content, overrides and substitutions applied, as maps, lists and values
 */
public record ReadConf(SweepSpec sweep, Map<String, Object> resolved) {
  /** The name of the sweep. */
  public String name() {
    return sweep.name();
  }
}
