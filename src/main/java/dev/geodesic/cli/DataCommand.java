package dev.geodesic.cli;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.Publication;
import dev.geodesic.machine.CacheDirectory;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.sweep.input.DataSetLoader;
import dev.geodesic.sweep.input.ParquetReader;
import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Listing;
import dev.geodesic.trial.RequestException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches data sets, and describes them. */
@Command(
    name = DataCommand.NAME,
    description = "Fetch a published data set, or tell what one holds.",
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
      description =
          "Fetch a published data set into the cache (GEODESIC_CACHE, or ~/.cache/geodesic).",
      footer = {"", "Examples:", "  geodesic data fetch", "  geodesic data fetch fashion-mnist"},
      mixinStandardHelpOptions = true)
  int fetch(
      @Parameters(
              paramLabel = "NAME",
              defaultValue = "mnist",
              description = "mnist or fashion-mnist (default: ${DEFAULT-VALUE}).")
          String name) {
    PrintWriter out = spec.commandLine().getOut();
    if (Publication.named(name).isEmpty()) {
      throw new RequestException(
          "NAME must be one of %s, got: %s"
              .formatted(
                  Listing.of(Publication.ALL.stream().map(Publication::name).toList()), name));
    }
    DataSet data = DataSets.load(name, CacheDirectory.ofUser(), out::println);
    describe(name + " in " + CacheDirectory.ofUser(), data, out);
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
                  "mnist, fashion-mnist, a directory of IDX files, a LIBSVM file, a CSV or TSV file or a"
                      + " Parquet file; a path or a URI (default: ${DEFAULT-VALUE}).")
          String dataset,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "auto",
              converter = FormatConverter.class,
              description = "auto (by the names of files), idx, libsvm, csv or parquet.")
          DataFormat format,
      @Option(
              names = "--label",
              paramLabel = "COLUMN",
              description = "Column of a table that holds the classes (default: label).")
          @Nullable String label,
      @Option(
              names = "--features",
              paramLabel = "COLUMN",
              split = ",",
              description = "Columns of a table that hold the features (default: all others).")
          @Nullable List<String> features,
      @Option(
              names = "--test",
              paramLabel = "DATASET",
              description = "Where the test set lies (default: in the data set).")
          @Nullable String test) {
    PrintWriter out = spec.commandLine().getOut();
    DataSpec.Source none = DataSpec.Source.of(dataset);
    DataSpec.Source source =
        new DataSpec.Source(
            dataset,
            format,
            label == null ? none.label() : label,
            features == null ? none.features() : features,
            test == null ? none.test() : test);
    describe(dataset, load(source, out), out);
    return 0;
  }

  /**
   * Loads a data set with Hadoop's settings and file systems; Spark is started for Parquet only.
   */
  private static DataSet load(DataSpec.Source source, PrintWriter out) {
    try (Reading spark = new Reading()) {
      ParquetReader parquet = new ParquetReader(spark::sql);
      return DataSets.load(
          source.dataset(),
          DataSetLoader.find(source, HadoopConfiguration::ofSubmission, parquet, out::println));
    }
  }

  /** Spark, if it is asked for. */
  private static final class Reading implements AutoCloseable {
    private @Nullable SparkApplication spark;

    SparkSession sql() {
      if (spark == null) {
        spark = SparkSessions.startReading("geodesic data info");
      }
      return spark.sqlForReading();
    }

    @Override
    public void close() {
      if (spark != null) {
        spark.close();
      }
    }
  }

  private static void describe(String name, DataSet data, PrintWriter out) {
    String shape = data.shape().map(image -> "images of " + image).orElse("no images");
    out.printf("data set     %s%n", name);
    out.printf(
        "training     %,d samples of %d features, %s%n", data.trainCount(), data.width(), shape);
    out.printf("test         %,d samples%n", data.testCount());
    out.printf("classes      %d: %s%n", data.classes(), Listing.of(data.classNames()));
    if (!data.featureNames().isEmpty()) {
      out.printf("features     %s%n", Listing.of(data.featureNames()));
    }
    out.printf("fingerprint  %s%n", data.fingerprint());
    data.notes().forEach(note -> out.printf("note         %s%n", note));
  }
}
