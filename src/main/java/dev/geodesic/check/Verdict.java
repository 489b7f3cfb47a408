package dev.geodesic.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the checks of one primitive came to.
 *
 * @param checks how many
 * @param failed how many of them
 * @param worst the largest error met, as a part of what it was allowed to be; 0 where all had to be
 *     the same, bit for bit
 * @param failure the first, in one line; absent where all passed
 */
public record Verdict(
    String primitive, int checks, int failed, double worst, @Nullable String failure) {
  public boolean passed() {
    return failure == null;
  }

  /** One a primitive, in the order of the checks. */
  static List<Verdict> of(List<Check.Result> results) {
    Map<String, List<Check.Result>> groups = new LinkedHashMap<>();
    for (Check.Result result : results) {
      for (String primitive : result.check().primitives()) {
        groups.computeIfAbsent(primitive, name -> new ArrayList<>()).add(result);
      }
    }
    return groups.entrySet().stream().map(group -> of(group.getKey(), group.getValue())).toList();
  }

  private static Verdict of(String primitive, List<Check.Result> results) {
    List<Check.Result> failed = results.stream().filter(result -> !result.passed()).toList();
    double worst =
        results.stream()
            .filter(result -> result.tolerance() > 0)
            .mapToDouble(result -> result.error() / result.tolerance())
            .max()
            .orElse(0);
    return new Verdict(
        primitive,
        results.size(),
        failed.size(),
        worst,
        failed.isEmpty()
            ? null
            : "%s: %s".formatted(failed.get(0).check(), failed.get(0).failure()));
  }
}
