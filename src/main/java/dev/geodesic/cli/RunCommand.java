package dev.geodesic.cli;

import dev.geodesic.conf.ReadConf;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.SweepOutcome;
import dev.geodesic.sweep.SweepRunner;
import dev.geodesic.sweep.TimeBudget;
import dev.geodesic.sweep.cluster.SparkApplication;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a sweep. */
@Command(
    name = RunCommand.NAME,
    description = "Train every trial of a conf that the results do not hold yet.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      ExitCodes.Run.DONE,
      ExitCodes.Run.FAILED,
      ExitCodes.WRONG_REQUEST,
      ExitCodes.Run.OUT_OF_TIME,
      ExitCodes.Run.INTERRUPTED
    },
    footer = {
      "",
      "Options of spark-submit, such as --master URL, --conf KEY=VALUE or --executor-memory 8g, are",
      "passed on to it. Without --master the trials run on this machine.",
      "",
      "Examples:",
      "  geodesic run conf/quickstart.conf",
      "  geodesic run conf/overnight.conf --time-budget 8h --notify https://ntfy.sh/my-topic",
      "  geodesic run conf/seed.conf --set sweep.steps=200 --results /tmp/short",
      "  geodesic run conf/overnight.conf --master spark://host:7077 --results hdfs:///sweeps/night"
    })
final class RunCommand implements Callable<Integer> {
  static final String NAME = "run";

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  /** Priority of a shutdown hook that runs before Spark's own, which stops the context. */
  private static final int BEFORE_SPARK = 100;

  /** Priority of a shutdown hook that runs when an interrupted run has ended. */
  private static final int AFTER_TRAINING = BEFORE_SPARK - 1;

  @Mixin private SweepRequest request = new SweepRequest();

  @Option(
      names = "--cross-check",
      paramLabel = "N",
      description =
          "Check the direction of every N-th step by an independent solver; 0 for none. Takes the"
              + " place of the conf's sweep.cross-check.")
  private @Nullable Integer crossCheck;

  @Option(
      names = "--time-budget",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "How long the run may take, as in 8h, 90m or 1h30m: then what trains is checkpointed and"
              + " the same command resumes the rest (exit code 3).")
  private @Nullable Duration timeBudget;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      defaultValue = "3m",
      description =
          "How much of the training of a pack may be lost with its executor (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration checkpointInterval = Duration.ZERO;

  @Option(
      names = "--notify",
      paramLabel = "URL",
      converter = NoticeAddress.Converter.class,
      defaultValue = "${env:GEODESIC_NOTIFY}",
      description =
          "Post a small JSON there when the run ends, however it does, or stalls; its text is under"
              + " the key that chat services show. Taken from GEODESIC_NOTIFY too, which no list of"
              + " processes shows.")
  private @Nullable NoticeAddress notify;

  @Option(
      names = "--stall-after",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      defaultValue = "10m",
      description =
          "With --notify: how long no pack may end and no step be counted before that is posted"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration stallPatience = Duration.ZERO;

  @Option(
      names = "--report-every",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      defaultValue = "5m",
      description =
          "How often the report is written anew while the sweep trains, at the most (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration reportInterval = Duration.ZERO;

  @Override
  public Integer call() throws Exception {
    // A run must not end because its output cannot be written or its reader has gone.
    StandardOutput.bePatient();
    ReadConf read = request.read(overrides());
    URI root = request.results(read);
    RunNotices notices =
        new RunNotices(notify, stallPatience, read.name(), root, Console.of(System.out));
    ShutdownHookManager.get().addShutdownHook(notices::interrupted, AFTER_TRAINING);
    try {
      return run(read, root, notices);
    } catch (Throwable e) {
      notices.failed(Mistakes.exitCode(e), Mistakes.line(e));
      throw e;
    }
  }

  private int run(ReadConf read, URI root, RunNotices notices) throws Exception {
    try (SparkApplication spark = SparkSessions.start("geodesic " + read.name())) {
      ResultStore store = new ResultStore(root, spark.hadoop());
      Conclusion conclusion = new Conclusion(store);
      SweepRunner runner =
          new SweepRunner(
              spark,
              read.sweep(),
              store,
              budget(),
              checkpointInterval,
              ReportRefresh.beside(notices, store, reportInterval),
              conclusion::conclude);
      Runnable interrupt = () -> interrupt(runner);
      ShutdownHookManager.get().addShutdownHook(interrupt, BEFORE_SPARK);
      try {
        SweepOutcome outcome = runner.run(read.resolved());
        outcome.troubles().forEach(trouble -> System.err.println("geodesic: " + trouble));
        boolean isTold = show("table of the best", conclusion::table);
        boolean isReported = show("report", conclusion::page);
        if (runner.isInterrupted()) {
          return Geodesic.INTERRUPTED;
        }
        int exitCode = isTold && isReported ? exitCode(outcome) : Geodesic.FAILED;
        notices.ended(outcome, exitCode);
        return exitCode;
      } catch (IOException e) {
        if (runner.isInterrupted()) {
          return Geodesic.INTERRUPTED;
        }
        throw unusable(root, e);
      } catch (Throwable e) {
        if (runner.isInterrupted()) {
          return Geodesic.INTERRUPTED;
        }
        throw e;
      } finally {
        removeHook(interrupt);
      }
    }
  }

  /** Returns the time budget, which counts from the start of this process. */
  private TimeBudget budget() {
    return timeBudget == null
        ? TimeBudget.NONE
        : new TimeBudget(
            timeBudget, Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
  }

  /** Makes text from results. */
  private interface Making {
    String text() throws Throwable;
  }

  /** Prints text made from the results, and returns whether that succeeded. */
  private static boolean show(String what, Making making) {
    try {
      System.out.println(making.text());
      return true;
    } catch (Throwable e) {
      LOG.error("Cannot make the {}", what, e);
      System.err.printf(
          "geodesic: Cannot make the %s: %s; the results are whole, and the same command makes it anew%n",
          what, Mistakes.line(e));
      return false;
    }
  }

  private static int exitCode(SweepOutcome outcome) {
    if (!outcome.troubles().isEmpty()) {
      return Geodesic.FAILED;
    }
    if (outcome.isWhole()) {
      return 0;
    }
    return outcome.isOutOfTime() ? Geodesic.OUT_OF_TIME : Geodesic.FAILED;
  }

  private List<String> overrides() {
    return crossCheck == null ? List.of() : List.of("sweep.cross-check=" + crossCheck);
  }

  private static IOException unusable(URI root, IOException trouble) {
    return new IOException(
        "Cannot use the results in %s: %s; mend that and run the same command again, what was finished is kept"
            .formatted(root, trouble.getMessage()),
        trouble);
  }

  private static void interrupt(SweepRunner runner) {
    runner.interrupt();
    System.err.printf(
        "geodesic: %s; what was finished is kept, and the same command goes on%n",
        InterruptSignal.exitCode().isPresent()
            ? "interrupted"
            : "Spark ended the program by itself" + LogFile.pointer());
  }

  private static void removeHook(Runnable hook) {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
