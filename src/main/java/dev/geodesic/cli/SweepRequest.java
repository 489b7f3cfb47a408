package dev.geodesic.cli;

import dev.geodesic.conf.ReadConf;
import dev.geodesic.store.files.Location;
import dev.geodesic.sweep.cluster.ClusterMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that name a sweep and the place of its results. */
final class SweepRequest {
  @Parameters(
      paramLabel = "CONF",
      description = "A sweep, a file or a URI; see conf/ for examples.")
  private String conf = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace a value of the conf, as in sweep.steps=100; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where the results go: a directory or a URI (default: results/<sweep>).")
  private @Nullable String results;

  /** Reads the conf; {@code more} values are replaced in it after those of the command line. */
  ReadConf read(List<String> more) {
    SparkConf spark = new SparkConf();
    ClusterMode.requireAnywhere(spark, "CONF", conf);
    ClusterMode.requireAnywhere(spark, "--results", results == null ? "nothing" : results);
    List<String> all = new ArrayList<>(overrides);
    all.addAll(more);
    return ConfFile.read(conf, all);
  }

  /** The results directory of the sweep. */
  URI results(ReadConf read) {
    return Location.ofResults(results == null ? "results/" + read.name() : results);
  }
}
