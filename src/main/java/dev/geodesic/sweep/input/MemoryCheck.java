package dev.geodesic.sweep.input;

import dev.geodesic.data.DataSize;
import dev.geodesic.data.FoundData;
import dev.geodesic.data.HeapNeed;
import dev.geodesic.trial.DataSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;

/** Checks whether driver and executors can hold the data of a sweep, before any are read. */
final class MemoryCheck {
  private MemoryCheck() {}

  /**
   * Refuses data that do not fit.
   *
   * @param found all data sets, by their names
   * @param uses the specifications that use them
   * @throws dev.geodesic.trial.RequestException that names the memory needed, the memory there is,
   *     and the option that sets it
   */
  static void require(SparkConf conf, Map<String, FoundData> found, List<DataSpec> uses) {
    require(conf, found, uses, Runtime.getRuntime().maxMemory());
  }

  static void require(
      SparkConf conf, Map<String, FoundData> found, List<DataSpec> uses, long heap) {
    List<DataSize> sizes = found.values().stream().map(FoundData::size).toList();
    String names = String.join(", ", found.keySet());
    HeapNeed toTrain = HeapNeed.toTrain(sizes, largest(found, uses));
    if (conf.get("spark.master", "local").startsWith("local")) {
      toTrain.require(names, "this process", heap, "--driver-memory");
      return;
    }
    HeapNeed.toHold(sizes).require(names, "the driver", heap, "--driver-memory");
    long executor = conf.getSizeAsBytes("spark.executor.memory", "1g");
    toTrain.require(names, "an executor", executor, "--executor-memory");
  }

  private static double largest(Map<String, FoundData> found, List<DataSpec> uses) {
    double largest = 0;
    for (DataSpec use : uses) {
      FoundData data = found.get(use.dataset());
      if (data != null) {
        largest = Math.max(largest, data.size().preparedBytes(use.downsample()));
      }
    }
    return largest;
  }
}
