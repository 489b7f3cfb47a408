package dev.geodesic.proof;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device.
 *
 * @param checks of the contract that were made
 * @param fault what is wrong with it; absent where it passed all checks
 * @param speeds by the kind of pack, and what of the processor they were compared with
 * @param untimed why some kinds of packs could not be timed, by the same
 */
record Evidence(
    int checks, @Nullable Fault fault, Map<String, Speed> speeds, Map<String, Fault> untimed)
    implements Serializable {
  Evidence {
    // Jackson makes one of JSON that lacks them.
    speeds = speeds == null ? Map.of() : Map.copyOf(speeds);
    untimed = untimed == null ? Map.of() : Map.copyOf(untimed);
  }

  /**
   * How long a trial-step takes.
   *
   * @param device seconds on the device
   * @param processor seconds on the processor, all its slots together
   */
  record Speed(double device, double processor) implements Serializable {}

  /**
   * Something that is wrong.
   *
   * @param clause that says what
   * @param until the second of the epoch until which that is believed; 0 for good
   */
  record Fault(String clause, long until) implements Serializable {
    /** What a machine that is loaded or full may be to blame for is tried again after this. */
    private static final Duration PASSING = Duration.ofDays(1);

    static Fault forGood(String clause) {
      return new Fault(clause, 0);
    }

    static Fault passing(String clause) {
      return new Fault(clause, Instant.now().plus(PASSING).getEpochSecond());
    }

    /** Returns a fault that is to be found out anew. */
    static Fault unkept(String clause) {
      return new Fault(clause, 1);
    }

    boolean holdsForGood() {
      return until == 0;
    }

    boolean hasPassed() {
      return !holdsForGood() && until < Instant.now().getEpochSecond();
    }
  }

  static Evidence passed(int checks) {
    return new Evidence(checks, null, Map.of(), Map.of());
  }

  static Evidence failed(int checks, Fault fault) {
    return new Evidence(checks, fault, Map.of(), Map.of());
  }

  Evidence with(String kind, Speed speed) {
    Map<String, Speed> more = new HashMap<>(speeds);
    more.put(kind, speed);
    return new Evidence(checks, fault, more, untimed);
  }

  Evidence without(String kind, Fault trouble) {
    Map<String, Fault> more = new HashMap<>(untimed);
    more.put(kind, trouble);
    return new Evidence(checks, fault, speeds, more);
  }

  /** Whether it is known how fast packs of a kind train, or why that cannot be told. */
  boolean covers(String kind) {
    Fault trouble = untimed.get(kind);
    return speeds.containsKey(kind) || (trouble != null && !trouble.hasPassed());
  }

  /** Whether it is known that the device is right, or wrong. */
  boolean concludes() {
    return fault == null ? checks > 0 : !fault.hasPassed();
  }
}
