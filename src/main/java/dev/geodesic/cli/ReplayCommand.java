package dev.geodesic.cli;

import dev.geodesic.conf.ConfReader;
import dev.geodesic.report.Replay;
import dev.geodesic.space.Halving;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.Location;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.trial.RequestException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a halving would have saved and lost on a finished sweep. */
@Command(
    name = ReplayCommand.NAME,
    description = {
      "Say what a halving would have chosen on a finished sweep, by its stored curves: at what share"
          + " of the steps, and how far its winner lies behind the best.",
      "",
      "Place is the winner's among all configurations of its optimizer, regret its mean loss"
          + " minus that of the best: on the validation samples, or the holdout where there are none."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  geodesic replay results/tour --halving min-steps=100",
      "  geodesic replay results/tour --halving eta=4,min-steps=50,brackets=all"
    })
final class ReplayCommand implements Callable<Integer> {
  static final String NAME = "replay";

  @Parameters(paramLabel = "DIR", description = "Results of a sweep.")
  private String directory = "";

  @Option(
      names = "--halving",
      paramLabel = "KEY=VALUE[,...]",
      required = true,
      description = "As sweep.halving of a conf: eta, min-steps, brackets.")
  private String text = "";

  @Override
  public Integer call() throws Exception {
    Halving halving = ConfReader.halving(text, "--halving " + text);
    ResultStore store =
        new ResultStore(Location.ofResults(directory), HadoopConfiguration.ofSubmission());
    try {
      String table = SweepScan.read(store, scan -> Replay.of(scan, halving).toString());
      System.out.println(table);
    } catch (IllegalArgumentException e) {
      throw new RequestException("--halving %s: %s".formatted(text, e.getMessage()), e);
    }
    return 0;
  }
}
