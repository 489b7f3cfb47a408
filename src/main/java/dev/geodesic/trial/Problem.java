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
 * The problem on which optimizers are compared: everything in a trial's identity except the choices
 * of how it is trained. Results of two problems are never averaged or ranked against each other.
 *
 * <p>The batch and its order, the first weights and the hyperparameters are such choices. The
 * content of the data is part of the problem, their location is not.
 *
 * @param values of {@link #COLUMNS}, in their order; null where a trial has none or it is not known
 */
public record Problem(List<@Nullable Object> values) {
  /** Hash of the data set's content. */
  public static final String DATA = "data_fingerprint";

  /** Mini-batches that each trial was asked to take. */
  public static final String STEPS = "steps";

  /** The {@link TrialSpec#TRAINER_VERSION} that trained; null if this program does not know it. */
  public static final String TRAINER = "trainer_version";

  /** The columns of the results that make a problem. */
  public static final List<String> COLUMNS =
      List.of(
          DATA,
          "holdout",
          "validation",
          "downsample",
          "hidden",
          "activation",
          "bias",
          STEPS,
          TRAINER);

  /** How many digits of a fingerprint people are shown. */
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

  /** Returns the problem of a row of the results, or of anything else that has these columns. */
  public static Problem of(Function<String, ? extends @Nullable Object> row) {
    List<@Nullable Object> values = new ArrayList<>();
    COLUMNS.forEach(column -> values.add(row.apply(column)));
    return new Problem(values);
  }

  /** Returns its value under one of {@link #COLUMNS}. */
  public @Nullable Object value(String column) {
    return values.get(COLUMNS.indexOf(column));
  }

  /** Returns the columns in which some problems differ, in the order of {@link #COLUMNS}. */
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

  /** Describes its values under these columns, as in {@code side 14, hidden [64]}. */
  public String describe(Collection<String> columns) {
    return columns.stream()
        .filter(column -> value(column) != null || column.equals(TRAINER))
        .map(column -> words(column, value(column)))
        .collect(Collectors.joining(", "));
  }

  /** Describes a column and its value, as in {@code side 14}. */
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
