package dev.geodesic.cli;

import dev.geodesic.report.SweepComparison;
import dev.geodesic.store.files.Location;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares sweeps. */
@Command(
    name = CompareCommand.NAME,
    description = {
      "Compare sweeps: what differs in their confs and in what ran them, and what came of it.",
      "",
      "Configurations are matched by their parameters. Each further sweep is held against the first:"
          + " the difference of the mean holdout losses is taken seed by seed, with its 95 %%"
          + " interval; trials that diverged are counted beside it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  geodesic compare results/quickstart results/quickstart-float32 --rows 50"
    })
final class CompareCommand implements Callable<Integer> {
  static final String NAME = "compare";

  @Parameters(arity = "0..*", paramLabel = "DIR", description = "Results of two sweeps or more.")
  private List<String> directories = new ArrayList<>();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Configurations to show of those that two sweeps hold, the most different first (default:"
              + " ${DEFAULT-VALUE}).")
  private int rows;

  @Override
  public Integer call() throws Exception {
    List<URI> results = results();
    if (rows < 0) {
      throw new RequestException("--rows must be >= 0, got: " + rows);
    }
    PrintStream out = System.out;
    try (SparkApplication application = SparkSessions.startReading("geodesic compare")) {
      SparkSession spark = application.sqlForReading();
      for (int i = 0; i < directories.size(); i++) {
        out.printf("[%d] %s%n", i + 1, directories.get(i));
      }
      out.println(SweepComparison.read(spark, results).describe(rows));
      return 0;
    }
  }

  private List<URI> results() throws IOException {
    if (directories.size() < 2) {
      throw new RequestException(
          "There must be two results directories or more to compare, got: "
              + (directories.isEmpty() ? "none" : directories.get(0)));
    }
    Map<URI, String> seen = new LinkedHashMap<>();
    for (String directory : directories) {
      String before = seen.putIfAbsent(identity(directory), directory);
      if (before != null) {
        throw new RequestException(
            "The results directories to compare must be different, got: %s"
                .formatted(
                    before.equals(directory)
                        ? before + " twice"
                        : before + " and " + directory + ", which are the same"));
      }
    }
    return directories.stream().map(Location::ofResults).toList();
  }

  /** One URI for all spellings of the same directory. */
  private static URI identity(String directory) throws IOException {
    URI root = Location.ofResults(directory);
    if (!"file".equals(root.getScheme()) || !Files.exists(Path.of(root.getPath()))) {
      return URI.create(root.toString().replaceFirst("/+$", ""));
    }
    return Path.of(root.getPath()).toRealPath().toUri();
  }
}
