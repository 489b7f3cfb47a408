package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.machine.Machine;
import dev.geodesic.store.run.Libraries;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.sweep.plan.Forecast;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Makes the entry of the manifest for a run that ends now. */
final class ManifestEntry {
  private ManifestEntry() {}

  static Manifest.Run of(
      Instant started,
      Map<String, Object> conf,
      Map<String, DataSet> data,
      JavaSparkContext spark,
      List<Manifest.Gpu> gpus,
      SweepTraining.Result result,
      Forecast forecast,
      Map<String, Long> statuses) {
    Map<String, String> fingerprints =
        data.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, set -> set.getValue().fingerprint()));
    Map<String, List<String>> classes =
        data.values().stream()
            .filter(DataSet::namesClasses)
            .collect(Collectors.toMap(DataSet::fingerprint, DataSet::classNames, (a, b) -> a));
    Map<String, String> sparkConf = new TreeMap<>();
    for (Tuple2<String, String> setting : spark.getConf().getAll()) {
      sparkConf.put(setting._1(), setting._2());
    }
    return new Manifest.Run(
        started.toString(),
        Instant.now().toString(),
        conf,
        Manifest.Code.running(),
        Libraries.running(),
        fingerprints,
        classes,
        Machine.here(),
        gpus,
        new Manifest.SparkSetup(spark.master(), result.slots().count(), sparkConf),
        work(result, forecast),
        statuses);
  }

  private static Manifest.Work work(SweepTraining.Result result, Forecast forecast) {
    return new Manifest.Work(
        result.packs(),
        result.seconds(),
        result.idleSeconds(),
        forecast.seconds(),
        forecast.low(),
        forecast.high(),
        forecast.basis());
  }
}
