package dev.geodesic.sweep.input;

import dev.geodesic.data.CacheDirectory;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.FoundData;
import dev.geodesic.data.Publication;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.sweep.cluster.ClusterMode;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.trial.DataSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Loads data sets on the driver. */
public final class DataSetLoader {
  private final SparkApplication spark;
  private final Consumer<String> progress;

  private DataSetLoader(SparkApplication spark, Consumer<String> progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * Loads every data set of a sweep, and checks every combination of the data's parameters.
   *
   * @param progress receives lines on what is fetched, and on what a user should know of the data
   * @return the data sets by the names that the conf uses
   * @throws dev.geodesic.trial.RequestException if one is missing, damaged, or does not fit, or all
   *     together need more memory than there is
   */
  public static Map<String, DataSet> load(
      SparkApplication spark, SweepSpec sweep, Consumer<String> progress) {
    return new DataSetLoader(spark, progress).load(sweep.data());
  }

  /** Loads the data set of one specification, and checks it. */
  public static DataSet load(SparkApplication spark, DataSpec data, Consumer<String> progress) {
    return new DataSetLoader(spark, progress).load(List.of(data)).values().iterator().next();
  }

  private Map<String, DataSet> load(List<DataSpec> uses) {
    Map<String, FoundData> found = new LinkedHashMap<>();
    for (DataSpec use : uses) {
      found.computeIfAbsent(use.dataset(), this::find);
    }
    MemoryCheck.require(spark.conf(), found, uses);
    Map<String, DataSet> loaded = new LinkedHashMap<>();
    found.forEach((name, data) -> loaded.put(name, data.read()));
    Set<String> notes = new LinkedHashSet<>();
    for (DataSpec use : uses) {
      DataSet data = Objects.requireNonNull(loaded.get(use.dataset()), "read above");
      data.check(use);
      data.notes(use.prepared())
          .forEach(note -> notes.add("note on %s: %s".formatted(use.dataset(), note)));
    }
    notes.forEach(progress);
    return loaded;
  }

  private FoundData find(String dataset) {
    Optional<Publication> published = Publication.named(dataset);
    if (published.isPresent()) {
      return DataSets.find(published.get(), CacheDirectory.ofUser(), progress);
    }
    ClusterMode.requireAnywhere(spark.conf(), "dataset", dataset);
    return DataSets.find(Places.of(dataset, spark.hadoop()));
  }
}
