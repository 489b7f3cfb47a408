package dev.geodesic.sweep.plan;

import dev.geodesic.space.Pack;
import dev.geodesic.trial.TrialSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * What decides how long a step of one trial takes: packs of one kind differ in seeds and numbers.
 *
 * @param description values of {@link #KEYS} and whether eigenvalues are cut off
 */
record PackKind(String description) {
  private static final List<String> KEYS =
      List.of(
          "optimizer",
          "fisher",
          "solver",
          "preconditioner",
          "update-every",
          "dataset",
          "downsample",
          "batch-size",
          "hidden");

  private static final String RELTOL = "reltol";

  /** The columns of the {@code trials} view that decide it. */
  static final List<String> COLUMNS =
      Stream.concat(KEYS.stream(), Stream.of(RELTOL)).map(PackKind::column).toList();

  static PackKind of(Pack pack) {
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
    return key.replace('-', '_');
  }
}
