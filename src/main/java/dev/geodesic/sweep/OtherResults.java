package dev.geodesic.sweep;

import dev.geodesic.store.run.Manifest;
import dev.geodesic.sweep.plan.SweepPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes results in a sweep's directory that are all of other sweeps: another conf of the same
 * file name may have left them.
 */
final class OtherResults {
  private static final int MOST_NAMED = 3;

  private OtherResults() {}

  /**
   * Returns a line that describes such results; empty where there are none, or some are of this
   * sweep.
   *
   * @param directory in which they lie
   * @param finished ids of all trials that ended there
   * @param runs that worked there
   * @param conf of this run, as resolved
   */
  static Optional<String> describe(
      String directory,
      SweepPlan plan,
      Set<String> finished,
      List<Manifest.Run> runs,
      Map<String, Object> conf) {
    if (finished.isEmpty() || plan.finished() > 0) {
      return Optional.empty();
    }
    String differing = runs.isEmpty() ? "" : differences(runs.get(runs.size() - 1).conf(), conf);
    return Optional.of(
        "%s holds %,d trials and none of this sweep%s; they stay, and are compared by themselves; to keep sweeps apart set sweep.name or --results"
            .formatted(directory, finished.size(), differing));
  }

  private static String differences(Map<String, Object> then, Map<String, Object> now) {
    Map<String, Object> before = flattened(then);
    Map<String, Object> after = flattened(now);
    List<String> differing =
        Stream.concat(before.keySet().stream(), after.keySet().stream())
            .distinct()
            .sorted()
            .filter(key -> !Objects.equals(before.get(key), after.get(key)))
            .toList();
    String named =
        differing.stream()
            .limit(MOST_NAMED)
            .map(key -> difference(key, before.get(key), after.get(key)))
            .collect(Collectors.joining(", "));
    int more = differing.size() - MOST_NAMED;
    return differing.isEmpty()
        ? ""
        : " (%s%s)".formatted(named, more > 0 ? ", and %d more".formatted(more) : "");
  }

  private static String difference(String key, @Nullable Object then, @Nullable Object now) {
    return then instanceof Map || then instanceof List || now instanceof Map || now instanceof List
        ? "other " + key
        : "%s was %s, is %s"
            .formatted(
                key, Objects.toString(then, "not given"), Objects.toString(now, "not given"));
  }

  /** Values of sections by their keys, joined by a dot. */
  private static Map<String, Object> flattened(Map<String, Object> conf) {
    Map<String, Object> flat = new TreeMap<>();
    conf.forEach(
        (section, value) -> {
          if (value instanceof Map<?, ?> keys) {
            keys.forEach((key, of) -> flat.put(section + "." + key, of));
          } else {
            flat.put(section, value);
          }
        });
    return flat;
  }
}
