package dev.geodesic.trial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What optimizers are compared on: everything in a trial's identity that is no choice of how it is
 * trained. Results of two problems are never averaged, and none of them is better than another.
 *
 * <p>The batch and its order, the first weights and the hyperparameters are such choices. Where the
 * data lie is no part of it, what they hold is.
 *
 * @param values of {@link #COLUMNS}, in their order; null where a trial has none or it is not known
 */
public record Problem(List<@Nullable Object> values) {
  /** Hash of the data set's content. */
  public static final String DATA = "data_fingerprint";

  /** Mini-batches that each trial was asked to take. */
  public static final String STEPS = "steps";

  /** The {@link TrialSpec#TRAINER_VERSION} that trained; null for one that this does not know. */
  public static final String TRAINER = "trainer_version";

  /** Columns of the results. */
  public static final List<String> COLUMNS =
      List.of(DATA, "holdout", "downsample", "hidden", "activation", "bias", STEPS, TRAINER);

  /** As many digits of a fingerprint as people are shown. */
  public static final int FINGERPRINT_DIGITS = 12;

  private static final Map<String, String> WORDS =
      Map.of(DATA, "data", "downsample", "side", TRAINER, "trainer");

  public Problem {
    // List.copyOf refuses nulls.
    values = Collections.unmodifiableList(new ArrayList<>(values));
    if (values.size() != COLUMNS.size()) {
      throw new IllegalArgumentException("a problem must have a value for each of " + COLUMNS);
    }
  }

  /** That of a row of the results, or of anything else that has these columns. */
  public static Problem of(Function<String, ? extends @Nullable Object> row) {
    List<@Nullable Object> values = new ArrayList<>();
    COLUMNS.forEach(column -> values.add(row.apply(column)));
    return new Problem(values);
  }

  /** What it has under one of {@link #COLUMNS}. */
  public @Nullable Object value(String column) {
    return values.get(COLUMNS.indexOf(column));
  }

  /** The columns in which some problems differ, in their order. */
  public static List<String> differing(Collection<Problem> problems) {
    return COLUMNS.stream()
        .filter(
            column ->
                problems.stream()
                        .map(problem -> String.valueOf(problem.value(column)))
                        .distinct()
                        .count()
                    > 1)
        .toList();
  }

  /** What it has under these columns, as in {@code side 14, hidden [64]}. */
  public String describe(Collection<String> columns) {
    return columns.stream()
        .filter(column -> value(column) != null || column.equals(TRAINER))
        .map(column -> words(column, value(column)))
        .collect(Collectors.joining(", "));
  }

  /** A column and its value for people. */
  public static String words(String column, @Nullable Object value) {
    String name = WORDS.getOrDefault(column, column.replace('_', ' '));
    String text = Objects.toString(value, "unknown");
    return name
        + " "
        + (column.equals(DATA)
            ? text.substring(0, Math.min(FINGERPRINT_DIGITS, text.length()))
            : text);
  }
}
