package dev.geodesic.report;

import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.StoredTrial.Difference;
import dev.geodesic.trial.TrialResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a trial that was trained again with the stored one.
 *
 * @param stored the stored trial
 * @param differences every value that differs in any bit
 */
public record Reproduction(StoredTrial stored, List<Difference> differences) {
  public Reproduction {
    differences = List.copyOf(differences);
  }

  /** Compares a stored trial with its repetition. */
  public static Reproduction of(StoredTrial stored, TrialResult again) {
    return new Reproduction(stored, stored.differences(again));
  }

  /** Whether every bit is the same. */
  public boolean isSame() {
    return differences.isEmpty();
  }

  /** Describes the trial: its id, optimizer, seed and how it ended. */
  public String title() {
    Integer step = stored.row().getAs("diverged_step");
    return "%s: %s, seed %s, %s"
        .formatted(
            stored.id(),
            Labels.ofOptimizer(stored.row()),
            stored.row().<Object>getAs("seed"),
            stored.status() + (step == null ? "" : " at step " + step));
  }

  /** Describes the finding in one line, or two where the outcome differs, too. */
  public String describe() {
    if (isSame()) {
      return "bit for bit the same: " + points(stored.curve().size());
    }
    List<Difference> outcome =
        differences.stream().filter(d -> d.step() == Difference.OUTCOME).toList();
    List<Difference> curve =
        differences.stream().filter(d -> d.step() != Difference.OUTCOME).toList();
    return describeCurve(curve)
        + (outcome.isEmpty()
            ? ""
            : "\n  the outcome differs in "
                + outcome.stream().map(Reproduction::values).collect(Collectors.joining("; ")));
  }

  private String describeCurve(List<Difference> curve) {
    int stored = stored().curve().size();
    if (curve.isEmpty()) {
      return "the curve is bit for bit the same: " + points(stored);
    }
    long steps = curve.stream().mapToInt(Difference::step).distinct().count();
    Difference first = curve.get(0);
    return "different in %,d of %s, first at step %d in %s%s"
        .formatted(steps, points(stored), first.step(), values(first), largest(curve));
  }

  private static String largest(List<Difference> curve) {
    return curve.stream()
        .filter(difference -> !Double.isNaN(difference.relative()))
        .max(Comparator.comparingDouble(Difference::relative))
        .map(
            most ->
                "; largest relative difference %s, in %s at step %d"
                    .formatted(Digits.six(most.relative()), most.column(), most.step()))
        .orElse("");
  }

  private static String values(Difference difference) {
    return "%s: stored %s, again %s"
        .formatted(difference.column(), text(difference.stored()), text(difference.again()));
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "nothing");
  }

  private static String points(int count) {
    return count == 1 ? "1 point" : String.format(Locale.ROOT, "%,d points", count);
  }
}
