package dev.geodesic.cli;

import dev.geodesic.data.CacheDirectory;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.Publication;
import dev.geodesic.sweep.input.Places;
import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches data sets, and describes them. */
@Command(
    name = DataCommand.NAME,
    description = "Fetch MNIST, or tell what a data set holds.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  geodesic data fetch", "  geodesic data info data/digits"},
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Runnable {
  static final String NAME = "data";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing");
  }

  @Command(
      name = "fetch",
      description = "Fetch MNIST into the cache (GEODESIC_CACHE, or ~/.cache/geodesic).",
      footer = {"", "Examples:", "  geodesic data fetch"},
      mixinStandardHelpOptions = true)
  int fetch() {
    PrintWriter out = spec.commandLine().getOut();
    DataSet data = DataSets.load("mnist", CacheDirectory.ofUser(), out::println);
    describe("mnist in " + CacheDirectory.ofUser(), data, out);
    return 0;
  }

  @Command(
      name = "info",
      description = "Tell what a data set holds, and its fingerprint.",
      footer = {
        "",
        "Examples:",
        "  geodesic data info",
        "  geodesic data info data/a1a.svm",
        "  geodesic data info hdfs:///data/digits"
      },
      mixinStandardHelpOptions = true)
  int info(
      @Parameters(
              paramLabel = "DATASET",
              defaultValue = "mnist",
              description =
                  "mnist, a directory of IDX files, or a LIBSVM file; a path or a URI (default:"
                      + " ${DEFAULT-VALUE}).")
          String dataset) {
    PrintWriter out = spec.commandLine().getOut();
    describe(dataset, load(dataset, out), out);
    return 0;
  }

  /** Loads a data set with Hadoop's settings and file systems, without Spark. */
  private static DataSet load(String dataset, PrintWriter out) {
    if (Publication.named(dataset).isPresent()) {
      return DataSets.load(dataset, CacheDirectory.ofUser(), out::println);
    }
    Configuration hadoop = HadoopConfiguration.ofSubmission();
    return DataSets.load(dataset, DataSets.find(Places.of(dataset, hadoop)));
  }

  private static void describe(String name, DataSet data, PrintWriter out) {
    String shape =
        data.shape()
            .map(image -> "images of %d x %d".formatted(image.rows(), image.columns()))
            .orElse("no images");
    out.printf("data set     %s%n", name);
    out.printf(
        "training     %,d samples of %d features, %s%n", data.trainCount(), data.width(), shape);
    out.printf("test         %,d samples%n", data.testCount());
    out.printf("classes      %d%n", data.classes());
    out.printf("fingerprint  %s%n", data.fingerprint());
    data.notes().forEach(note -> out.printf("note         %s%n", note));
  }
}
