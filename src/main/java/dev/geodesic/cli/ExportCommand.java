package dev.geodesic.cli;

import dev.geodesic.data.DataSet;
import dev.geodesic.export.Destination;
import dev.geodesic.export.ExportFormat;
import dev.geodesic.export.ExportedModel;
import dev.geodesic.report.Reproduction;
import dev.geodesic.report.Winner;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.Location;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.cluster.ClusterMode;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.sweep.reproduce.Retraining;
import dev.geodesic.sweep.reproduce.Retraining.Retrained;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the trained model of a trial for other programs. */
@Command(
    name = ExportCommand.NAME,
    description = {
      "Train a trial of the results again, and write its model for other programs.",
      "",
      "Results hold no weights: it trains as reproduce does, and writes only what has every bit of"
          + " the stored curve. The model takes features as they are in the data set, and has the"
          + " names of the classes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:the model is written",
      "1:its curve is not the stored one, and nothing is written; or an internal error",
      "2:the request is wrong"
    },
    footer = {
      "",
      "Options of spark-submit are passed on to it, as by run.",
      "",
      "Examples:",
      "  geodesic export results/quickstart best --to model.npz",
      "  geodesic export results/quickstart 3f2a --to model.onnx --to models/regression",
      "  geodesic export results/quickstart best --optimizer sgd --to sgd.npz --overwrite"
    })
final class ExportCommand implements Callable<Integer> {
  static final String NAME = "export";

  private static final String BEST = "best";

  @Parameters(index = "0", paramLabel = "DIR", description = "Results of a sweep.")
  private String directory = "";

  @Parameters(
      index = "1",
      paramLabel = "TRIAL",
      description = {
        "The trial_id of a trial, or so much of its beginning as no other has; or best: of the",
        "configuration that the report puts first, the seed with the least loss."
      })
  private String trial = "";

  @Option(
      names = "--to",
      paramLabel = "PATH",
      required = true,
      description = {
        "The file or directory to write, a path or a URI; may be repeated. PATH.npz is a NumPy",
        "archive, PATH.onnx an ONNX model, any other a directory with a spark.ml",
        "LogisticRegressionModel, which softmax regression alone can be."
      })
  private List<String> places = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}, whatever the ending of the one PATH.")
  private @Nullable ExportFormat format;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "best is the best of this optimizer.")
  private @Nullable String optimizer;

  @Option(names = "--overwrite", description = "Replace an earlier export.")
  private boolean overwrite;

  @Option(
      names = "--even-if-different",
      description = "Write the model even if its curve is not the stored one.")
  private boolean evenIfDifferent;

  @Mixin private RetrainingOptions options = new RetrainingOptions();

  @Override
  public Integer call() throws Exception {
    URI root = Location.ofResults(directory);
    checkOptions();
    PrintStream out = System.out;
    try (SparkApplication spark = SparkSessions.start("geodesic export")) {
      List<Destination> destinations = destinations(spark);
      String id = trial(root, spark.hadoop(), out);
      StoredRequest request =
          Views.read(
              spark.sql(), List.of(root), sweeps -> StoredRequest.read(spark.sql(), root, id));
      ExportRules.check(request, destinations);
      Destination.Earlier earlier =
          overwrite ? Destination.Earlier.REPLACED : Destination.Earlier.KEPT;
      destinations.forEach(destination -> destination.prepare(earlier));
      DataSet data = DataSetLoader.load(spark, options.placed(request.pack().data()), out::println);
      ExportRules.check(request, data);
      out.println(request.announcement());
      Retrained again =
          Retraining.train(
              spark.java(),
              request.pack(),
              data,
              options.device(request.trial()),
              request.trial().id());
      TrialResult result = again.results().get(request.pack().ids().indexOf(request.trial().id()));
      Reproduction reproduction = Reproduction.of(request.trial(), result);
      out.println(reproduction.title() + "\n  " + reproduction.describe());
      if (!reproduction.isSame()) {
        out.println(request.circumstances(result).describe());
        if (!evenIfDifferent) {
          out.println("nothing is written; --even-if-different writes the model of now");
          return Geodesic.FAILED;
        }
      }
      ExportedModel model = TrainedModel.of(request, data, result, again.weights());
      for (Destination destination : destinations) {
        destination.write(model, spark.sql());
        out.println(TrainedModel.written(destination, model));
      }
      return 0;
    }
  }

  private void checkOptions() {
    if (optimizer != null && !trial.equals(BEST)) {
      throw new RequestException(
          "--optimizer must go with best, got: %s with TRIAL %s; leave it out"
              .formatted(optimizer, trial));
    }
    if (format != null && places.size() > 1) {
      throw new RequestException(
          "--format must go with one --to, got: %d; let the endings tell the formats"
              .formatted(places.size()));
    }
  }

  /** Returns the places to write to. */
  private List<Destination> destinations(SparkApplication spark) {
    List<Destination> destinations = new ArrayList<>();
    for (String place : places) {
      ClusterMode.requireAnywhere(spark.conf(), "--to", place);
      Destination destination =
          Destination.of(place, format == null ? ExportFormat.of(place) : format, spark.hadoop());
      if (destinations.stream().anyMatch(one -> one.path().equals(destination.path()))) {
        throw new RequestException("--to must name different places, got twice: " + place);
      }
      destinations.add(destination);
    }
    return destinations;
  }

  private String trial(URI root, Configuration hadoop, PrintStream out) throws IOException {
    if (!trial.equals(BEST)) {
      return trial;
    }
    Winner winner =
        Winner.of(SweepScan.read(new ResultStore(root, hadoop), SweepScan::trials), optimizer);
    out.println(winner.describe());
    return winner.id();
  }
}
