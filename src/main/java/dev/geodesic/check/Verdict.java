package dev.geodesic.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The summary of all checks of one primitive.
 *
 * @param checks the number of checks
 * @param failed the number of failed checks
 * @param worst the largest ratio of an error to its tolerance; 0 where all bits had to be the same
 * @param failure the first failure, in one line; null where all checks passed
 */
public record Verdict(
    String primitive, int checks, int failed, double worst, @Nullable String failure) {
  public boolean passed() {
    return failure == null;
  }

  /** Summarises results, one verdict for each primitive, in the order of the checks. */
  public static List<Verdict> of(List<Check.Result> results) {
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
