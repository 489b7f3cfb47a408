package dev.geodesic.sweep.input;

import dev.geodesic.data.CacheDirectory;
import dev.geodesic.data.DataFiles;
import dev.geodesic.data.DataFormat;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.Publication;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.Location;
import dev.geodesic.sweep.cluster.ClusterMode;
import dev.geodesic.trial.DataSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Loads data sets on the driver. */
public final class DataSetLoader {
  private DataSetLoader() {}

  /**
   * Every data set of a sweep by the name that its conf uses, and every combination checked.
   *
   * @throws dev.geodesic.trial.RequestException if one is missing, damaged, or does not fit
   */
  public static Map<String, DataSet> load(
      SparkSession spark, SweepSpec sweep, Consumer<String> progress) {
    Map<String, DataSet> loaded = new LinkedHashMap<>();
    for (DataSpec data : sweep.data()) {
      loaded.computeIfAbsent(data.dataset(), dataset -> load(spark, dataset, progress)).check(data);
    }
    return loaded;
  }

  /** One data set: by name, by path of this machine, or by URI. */
  public static DataSet load(SparkSession spark, String dataset, Consumer<String> progress) {
    if (Publication.named(dataset).isPresent()) {
      return DataSets.load(dataset, CacheDirectory.ofUser(), progress);
    }
    DataFiles files = files(spark, dataset);
    DataFormat format = DataFormat.of(files);
    return format.needsSpark() ? LibsvmSource.read(spark, dataset) : format.read(files);
  }

  private static DataFiles files(SparkSession spark, String dataset) {
    if (Location.isUri(dataset)) {
      return HadoopFiles.at(spark, dataset);
    }
    ClusterMode.requireAnywhere(spark.sparkContext().getConf(), "dataset", dataset);
    return DataSets.at(dataset);
  }
}
