package dev.geodesic.cli;

import dev.geodesic.conf.ReadConf;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.SweepPlanner;
import dev.geodesic.sweep.SweepPlanner.Preview;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.plan.PlanShare;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Describes what a run would do, and estimates how long it would take. */
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

  @Mixin private SweepRequest request = new SweepRequest();

  @Override
  public Integer call() throws Exception {
    ReadConf read = request.read(List.of());
    URI root = request.results(read);
    PrintStream out = System.out;
    try (SparkApplication spark = SparkSessions.start("geodesic plan " + read.name())) {
      ResultStore store = new ResultStore(root, spark.hadoop());
      Preview preview = SweepPlanner.preview(spark, read.sweep(), store, out::println);
      out.println(preview.plan().describe(preview.slots()));
      if (!preview.plan().packs().isEmpty()) {
        out.println(PlanTable.of(PlanShare.of(preview.plan(), preview.forecast())));
        if (!preview.ladder().isEmpty()) {
          out.println(LadderTable.of(preview.ladder()));
        }
        out.println("estimated, if no trial diverges: " + preview.forecast().describe());
        if (!preview.ladder().isEmpty()) {
          out.println(
              "every trial of the search to its end would take: " + preview.whole().describe());
        }
      }
      return 0;
    }
  }
}
