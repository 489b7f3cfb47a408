package dev.geodesic.cli;

import dev.geodesic.report.SweepResults;
import dev.geodesic.report.page.MorningReport;
import dev.geodesic.store.files.Location;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the report of a sweep. */
@Command(
    name = ReportCommand.NAME,
    description =
        "Write the report of a sweep, report.html among its results: one page that opens from disk.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  geodesic report results/quickstart",
      "  geodesic report results/quickstart --png",
      "  geodesic report results/quickstart --markdown"
    })
final class ReportCommand implements Callable<Integer> {
  static final String NAME = "report";

  @Parameters(paramLabel = "DIR", description = "Results of a sweep.")
  private String directory = "";

  @Option(
      names = "--png",
      description =
          "Write loss.png, sensitivity.png and divergence.png as well, those with something to show.")
  private boolean pictures;

  @Option(
      names = "--markdown",
      description = "Print its words and tables as Markdown; write no file.")
  private boolean markdown;

  @Override
  public Integer call() throws Exception {
    URI root = Location.ofResults(directory);
    ResultStore store = new ResultStore(root, HadoopConfiguration.ofSubmission());
    MorningReport report = MorningReport.of(SweepResults.read(store), null);
    if (markdown) {
      System.out.print(report.markdown());
      return 0;
    }
    write(store, MorningReport.FILE, report.html().getBytes(StandardCharsets.UTF_8));
    System.out.println(ReportFile.place(root));
    if (pictures) {
      for (Map.Entry<String, byte[]> picture : report.pictures().entrySet()) {
        write(store, picture.getKey(), picture.getValue());
        System.out.println(Location.describe(root) + "/" + picture.getKey());
      }
    }
    return 0;
  }

  private static void write(ResultStore store, String name, byte[] content) {
    try {
      store.write(name, content);
    } catch (IOException e) {
      throw new RequestException(
          "%s; make it writable and make room, or take --markdown, which writes no file"
              .formatted(e.getMessage()),
          e);
    }
  }
}
