package dev.geodesic.proof;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device.
 *
 * @param checks of the contract that were made
 * @param failure a clause on what is wrong with it; absent where it passed all checks
 * @param speeds by the kind of pack, and what of the processor they were compared with
 */
record Evidence(int checks, @Nullable String failure, Map<String, Speed> speeds)
    implements Serializable {
  Evidence {
    // Jackson makes one of JSON that lacks it.
    speeds = speeds == null ? Map.of() : Map.copyOf(speeds);
  }

  /**
   * How long a trial-step takes.
   *
   * @param device seconds on the device
   * @param processor seconds on the processor, all its slots together
   */
  record Speed(double device, double processor) implements Serializable {}

  static Evidence passed(int checks) {
    return new Evidence(checks, null, Map.of());
  }

  static Evidence failed(int checks, String failure) {
    return new Evidence(checks, failure, Map.of());
  }

  Evidence with(String kind, Speed speed) {
    Map<String, Speed> more = new HashMap<>(speeds);
    more.put(kind, speed);
    return new Evidence(checks, failure, more);
  }
}
