package dev.geodesic.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Why some trials have no result, or no finite loss.
 *
 * @param trials number of these trials
 * @param mostFrequent the most frequent cause; null where no trial has one
 * @param different number of different causes
 */
public record Causes(long trials, @Nullable String mostFrequent, long different) {
  /** Counts the causes in rows of the view {@code trials}. */
  public static Causes of(List<Row> trials) {
    Map<String, Long> counts =
        trials.stream()
            .map(trial -> trial.<@Nullable String>getAs("cause"))
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    String mostFrequent =
        counts.entrySet().stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    // Among equally frequent causes, always the same one.
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey)
            .orElse(null);
    return new Causes(trials.size(), mostFrequent, counts.size());
  }
}
