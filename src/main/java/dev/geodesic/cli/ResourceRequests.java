package dev.geodesic.cli;

import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.trial.RequestException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Checks the resources that a user requests of Spark beyond cores and memory, such as GPUs. */
final class ResourceRequests {
  private static final Pattern KEY =
      Pattern.compile("spark\\.(executor|task)\\.resource\\.(?<name>.+)\\.amount");

  private ResourceRequests() {}

  /**
   * Refuses requests for which Spark would wait without end, or fail with an obscure error.
   *
   * @throws RequestException if the master is this machine alone, or tasks and executors disagree
   */
  static void check(SparkConf conf, String master) {
    for (Map.Entry<String, String> amount : amounts(conf).entrySet()) {
      String name = nameIn(amount.getKey());
      if (SparkApplication.isLocal(master)) {
        throw new RequestException(
            "%s must not be set with --master %s, got: %s; Spark hands out a %s on a cluster alone: leave it out, or name a cluster, such as submit/cluster up --gpus 1 starts on this machine"
                .formatted(amount.getKey(), master, amount.getValue(), name));
      }
      String other =
          amount.getKey().startsWith("spark.task")
              ? "spark.executor.resource." + name + ".amount"
              : "spark.task.resource." + name + ".amount";
      if (!conf.contains(other)) {
        throw new RequestException(
            "%s must be set with %s, got: %s alone; see conf/spark-gpu.conf"
                .formatted(other, amount.getKey(), amount.getValue()));
      }
    }
  }

  /** Returns the amounts requested of each executor by the names of resources, as 1 for gpu. */
  static Map<String, String> ofExecutor(SparkConf conf) {
    Map<String, String> wanted = new TreeMap<>();
    amounts(conf)
        .forEach(
            (key, amount) -> {
              if (key.startsWith("spark.executor")) {
                wanted.put(nameIn(key), amount);
              }
            });
    return wanted;
  }

  private static Map<String, String> amounts(SparkConf conf) {
    Map<String, String> amounts = new TreeMap<>();
    for (Tuple2<String, String> property : conf.getAll()) {
      if (KEY.matcher(property._1()).matches()) {
        amounts.put(property._1(), property._2());
      }
    }
    return amounts;
  }

  private static String nameIn(String key) {
    Matcher matcher = KEY.matcher(key);
    return matcher.matches() ? matcher.group("name") : key;
  }
}
