package dev.geodesic.sweep.input;

import dev.geodesic.data.DataPlace;
import dev.geodesic.data.DataRequest;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.FoundData;
import dev.geodesic.data.Publication;
import dev.geodesic.machine.CacheDirectory;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.sweep.cluster.ClusterMode;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

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
   * @throws RequestException if one is missing, damaged, or does not fit, or all together need more
   *     memory than there is
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
      found.computeIfAbsent(use.dataset(), name -> find(use.source()));
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

  private FoundData find(DataSpec.Source source) {
    if (Publication.named(source.dataset()).isEmpty()) {
      ClusterMode.requireAnywhere(spark.conf(), "dataset", source.dataset());
    }
    if (!source.test().isEmpty()) {
      ClusterMode.requireAnywhere(spark.conf(), "test", source.test());
    }
    return find(source, spark::hadoop, new ParquetReader(spark::sql), progress);
  }

  /**
   * Finds and measures a data set.
   *
   * @param hadoop settings of file systems, for a path or URI
   * @param parquet reads tables in Parquet
   * @param progress receives a line on each fetch
   * @throws RequestException if it is missing, damaged, or not what the source says
   */
  public static FoundData find(
      DataSpec.Source source,
      Supplier<Configuration> hadoop,
      ParquetReader parquet,
      Consumer<String> progress) {
    Optional<Publication> published = Publication.named(source.dataset());
    if (published.isPresent()) {
      requireNothingBeside(source);
      return DataSets.find(published.get(), CacheDirectory.ofUser(), progress);
    }
    DataPlace place = Places.of(source.dataset(), hadoop.get());
    Optional<DataPlace> test =
        source.test().isEmpty()
            ? Optional.empty()
            : Optional.of(Places.of(source.test(), hadoop.get()));
    return DataSets.find(new DataRequest(source, place, test), parquet);
  }

  /** A published data set is known by its name alone. */
  private static void requireNothingBeside(DataSpec.Source source) {
    if (!source.equals(DataSpec.Source.of(source.dataset()))) {
      throw new RequestException(
          "format, label, features and test describe files of your own, and %s is published; leave them out"
              .formatted(source.dataset()));
    }
  }
}
