package dev.geodesic.report;

import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Compares what may change the bits of a trial: as it was when the trial trained, and as it is. */
public final class Circumstances {
  private static final StructType COLUMNS =
      new StructType()
          .add("what", DataTypes.StringType)
          .add("then", DataTypes.StringType)
          .add("now", DataTypes.StringType);

  private final List<Row> doubtful = new ArrayList<>();

  private Circumstances() {}

  /**
   * Compares what is stored of a trial and its sweep with what trains it again.
   *
   * @param runs of the sweep: any of them may have trained the trial
   * @param then the trial, as it is stored
   * @param environment of this process
   * @param now the same trial, trained again
   */
  public static Circumstances of(
      List<Manifest.Run> runs, StoredTrial then, Environment environment, TrialResult now) {
    Circumstances circumstances = new Circumstances();
    circumstances.compare("data", then.dataFingerprint(), now.trial().dataFingerprint());
    Place trainedAt = then.provenance().place();
    Map<String, Set<String>> recorded = new LinkedHashMap<>();
    runs.stream()
        .filter(run -> run.work().packs() > 0)
        .forEach(
            run ->
                Environment.of(run)
                    .facts()
                    .forEach(
                        (name, fact) ->
                            recorded.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(fact)));
    put(recorded, "host", trainedAt, Place::host);
    put(recorded, "device", trainedAt, Place::device);
    Map<String, String> present = new LinkedHashMap<>(environment.facts());
    Place place = Objects.requireNonNull(now.provenance().place());
    present.put("host", place.host());
    present.put("device", String.valueOf(place.device()));
    present.forEach(
        (name, fact) ->
            circumstances.compare(
                name, String.join(" or ", recorded.getOrDefault(name, Set.of())), fact));
    return circumstances;
  }

  /** Prefers the place stored with the trial itself to those of the runs of its sweep. */
  private static void put(
      Map<String, Set<String>> recorded,
      String name,
      @Nullable Place place,
      Function<Place, @Nullable String> fact) {
    String value = place == null ? null : fact.apply(place);
    recorded.put(name, value == null ? Set.of() : Set.of(value));
  }

  /** Compares one fact; it is listed if it has changed, or its earlier value is not known. */
  public void compare(String what, String then, String now) {
    String known = then.isEmpty() ? Environment.UNKNOWN : then;
    if (!known.equals(now)
        || known.contains(Environment.UNKNOWN)
        || known.endsWith(Environment.UNCOMMITTED)) {
      doubtful.add(RowFactory.create(what, known, now));
    }
  }

  /** Describes the facts that have changed, or that are not known to be the same. */
  public String describe() {
    return doubtful.isEmpty()
        ? "Parameters, data, code, libraries, processor and device are those that trained it."
        : "Not as it was when it was trained, or not known to be:\n"
            + QueryFormat.table(COLUMNS, doubtful);
  }
}
