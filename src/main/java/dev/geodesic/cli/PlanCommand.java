package dev.geodesic.cli;

import dev.geodesic.conf.ConfReader;
import dev.geodesic.conf.ReadConf;
import dev.geodesic.store.ResultStore;
import dev.geodesic.sweep.SweepPlanner;
import dev.geodesic.sweep.SweepPlanner.Preview;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a run would do. */
@Command(
    name = PlanCommand.NAME,
    description = {
      "Say what a run would do and how long it would take, without doing it.",
      "",
      "Speed is told by what the results hold already, or measured by training a few steps of a"
          + " pack of each kind where its packs would train."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Options of spark-submit are passed on to it, as by run.",
      "",
      "Examples:",
      "  geodesic plan conf/overnight.conf",
      "  geodesic plan conf/overnight.conf --master spark://host:7077 --results hdfs:///sweeps/night"
    })
final class PlanCommand implements Callable<Integer> {
  static final String NAME = "plan";

  @Parameters(paramLabel = "CONF", description = "What would train; see conf/ for examples.")
  private Path conf = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace a value of the conf, as in sweep.steps=100; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where the results would go: a directory or a URI (default: results/<sweep>).")
  private @Nullable String results;

  @Override
  public Integer call() throws Exception {
    ReadConf read = ConfReader.read(conf, overrides);
    URI root = ResultsUri.of(results == null ? "results/" + read.name() : results);
    PrintStream out = System.out;
    try (SparkSession spark = SparkSessions.start("geodesic plan " + read.name())) {
      ResultStore store = new ResultStore(root, spark.sparkContext().hadoopConfiguration());
      Preview preview = SweepPlanner.preview(spark, read.sweep(), store, out::println);
      out.println(preview.plan().describe(preview.slots()));
      if (!preview.plan().packs().isEmpty()) {
        out.println("foretold, if no trial diverges: " + preview.forecast().describe());
      }
      return 0;
    }
  }
}
