package dev.geodesic.cli;

import dev.geodesic.data.DataSet;
import dev.geodesic.report.Reproduction;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.Location;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.sweep.reproduce.Retraining;
import dev.geodesic.trial.TrialResult;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a trial again and compares it with the stored one. */
@Command(
    name = ReproduceCommand.NAME,
    description = {
      "Train a trial of the results again, and say whether every bit of its curve is the same.",
      "",
      "It trains in the pack in which it trained, without which rounding may differ. Nothing is"
          + " written. What is not as it was then (code, libraries, data, machine) is told."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:every bit is the same",
      "1:something is different, or an internal error",
      "2:the request is wrong"
    },
    footer = {
      "",
      "Options of spark-submit are passed on to it, as by run.",
      "",
      "Examples:",
      "  geodesic reproduce results/quickstart 3f2a",
      "  geodesic reproduce results/quickstart 3f2a --whole-pack"
    })
final class ReproduceCommand implements Callable<Integer> {
  static final String NAME = "reproduce";

  @Parameters(index = "0", paramLabel = "DIR", description = "Results of a sweep.")
  private String directory = "";

  @Parameters(
      index = "1",
      paramLabel = "TRIAL",
      description = "The trial_id of a trial, or so much of its beginning as no other has.")
  private String trial = "";

  @Option(
      names = "--whole-pack",
      description = "Compare every trial that trained fused with it, not it alone.")
  private boolean wholePack;

  @Mixin private RetrainingOptions options = new RetrainingOptions();

  @Override
  public Integer call() throws Exception {
    URI root = Location.ofResults(directory);
    PrintStream out = System.out;
    try (SparkApplication spark = SparkSessions.start("geodesic reproduce")) {
      StoredRequest request =
          Views.read(
              spark.sql(), List.of(root), sweeps -> StoredRequest.read(spark.sql(), root, trial));
      DataSet data = DataSetLoader.load(spark, options.placed(request.pack().data()), out::println);
      out.println(request.announcement());
      List<TrialResult> again =
          Retraining.train(spark.java(), request.pack(), data, options.device(request.trial()));
      List<Reproduction> reproductions = reproductions(request, again);
      reproductions.forEach(
          reproduction -> out.println(reproduction.title() + "\n  " + reproduction.describe()));
      if (wholePack) {
        out.println(count(reproductions));
      }
      out.println(request.circumstances(again.get(0)).describe());
      return reproductions.stream().allMatch(Reproduction::isSame) ? 0 : Geodesic.FAILED;
    }
  }

  private static String count(List<Reproduction> reproductions) {
    return "%,d of %,d trials are bit for bit the same"
        .formatted(
            reproductions.stream().filter(Reproduction::isSame).count(), reproductions.size());
  }

  private List<Reproduction> reproductions(StoredRequest request, List<TrialResult> again) {
    Map<String, StoredTrial> stored =
        request.others().stream().collect(Collectors.toMap(StoredTrial::id, Function.identity()));
    List<Reproduction> reproductions = new ArrayList<>();
    for (int i = 0; i < again.size(); i++) {
      String id = request.pack().ids().get(i);
      StoredTrial then = stored.get(id);
      if (then != null && (wholePack || id.equals(request.trial().id()))) {
        reproductions.add(Reproduction.of(then, again.get(i)));
      }
    }
    return reproductions;
  }
}
