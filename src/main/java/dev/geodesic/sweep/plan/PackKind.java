package dev.geodesic.sweep.plan;

import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Pack;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.TrialSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The kind of a pack, which decides how long a step of one trial takes. Packs of one kind differ in
 * seeds and in real-valued hyperparameters.
 *
 * @param description values of {@link #KEYS} and whether eigenvalues are cut off
 */
public record PackKind(String description) {
  /** Parameters that decide the kind: all but real numbers, of which only the cut-off counts. */
  private static final List<String> KEYS =
      Stream.of(
              Stream.of(TrialSpec.OPTIMIZER),
              Families.PARAMETERS.stream()
                  .filter(parameter -> parameter.domain().storedType() != Double.class),
              Stream.of(
                  DataSpec.DATASET, DataSpec.DOWNSAMPLE, DataSpec.BATCH_SIZE, ModelSpec.HIDDEN))
          .flatMap(parameters -> parameters)
          .map(Parameter::key)
          .toList();

  private static final String RELTOL = NaturalGradient.RELTOL.key();

  /** The columns of the {@code trials} view that decide the kind. */
  static final List<String> COLUMNS =
      Stream.concat(KEYS.stream(), Stream.of(RELTOL)).map(PackKind::column).toList();

  public static PackKind of(Pack pack) {
    TrialSpec first = pack.specs().get(0);
    return of(
        Stream.concat(KEYS.stream(), Stream.of(RELTOL)).map(key -> first.parameters().get(key)));
  }

  /** The kind of the pack in a row with {@link #COLUMNS}. */
  static PackKind of(Row row) {
    return of(COLUMNS.stream().map(row::getAs));
  }

  private static PackKind of(Stream<?> values) {
    Object[] all = values.toArray();
    boolean cuts = all[all.length - 1] instanceof Double reltol && reltol > 0;
    return new PackKind(
        Arrays.stream(all, 0, all.length - 1)
            .map(value -> value == null ? "" : value.toString())
            .collect(Collectors.joining(" ", "", cuts ? " truncated" : "")));
  }

  private static String column(String key) {
    return TrialColumns.nameOf(key);
  }
}
